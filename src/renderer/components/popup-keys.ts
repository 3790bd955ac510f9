/** What a key press means in a menu that has the focus. Null: nothing there. */
export type MenuKey = { readonly kind: 'move'; readonly to: number } | { readonly kind: 'close'; readonly stay: boolean };

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * The keys of a menu as the ARIA Authoring Practices have them: arrows go round, a letter goes to the next item that
 * begins with it, Escape closes, Tab closes and goes on. `active` is -1 where no item is marked yet.
 */
export function menuKey(press: Press, active: number, labels: readonly string[]): MenuKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const count = labels.length;
  switch (press.key) {
    case 'Escape':
      return { kind: 'close', stay: true };
    case 'Tab':
      return { kind: 'close', stay: false };
    case 'ArrowDown':
      return { kind: 'move', to: (active + 1) % count };
    case 'ArrowUp':
      return { kind: 'move', to: (Math.max(active, 0) - 1 + count) % count };
    case 'Home':
      return { kind: 'move', to: 0 };
    case 'End':
      return { kind: 'move', to: count - 1 };
    default: {
      if (press.key.length !== 1 || press.key === ' ') return null;
      const letter = press.key.toLowerCase();
      const after = labels.map((_, step) => (active + 1 + step) % count);
      const to = after.find((index) => labels[index]?.trim().toLowerCase().startsWith(letter));
      return to === undefined ? null : { kind: 'move', to };
    }
  }
}
