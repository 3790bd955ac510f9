import type { Navigation } from '../navigation.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';

interface EndingPanel {
  readonly navigation: Navigation;
  readonly overlay: Overlay;
  /** Whether what the panel is about is still there. */
  readonly isShown: () => boolean;
  /** Where the keyboard goes on. */
  readonly focus: () => void;
}

/**
 * Closes the panel when what it showed has ended by itself (it arrived, it was discarded): the keyboard goes on in the
 * list and not nowhere, but is left to whoever is elsewhere by then, e.g. in the search. Below a dialog it waits until
 * that is closed. To be called while a component is made.
 */
export function closeWhenEnded({ navigation, overlay, isShown, focus }: EndingPanel): void {
  let wasShown = false;
  $effect(() => {
    if (overlay.isOpen) return;
    const ended = wasShown && !isShown() && navigation.panel !== null;
    wasShown = isShown();
    if (!ended) return;
    navigation.panel = null;
    if (document.activeElement === document.body) focus();
  });
}
