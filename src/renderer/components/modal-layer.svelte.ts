import { untrack } from 'svelte';

/** A dialog that lies over everything else, and what Escape means in it. */
interface Modal {
  readonly node: HTMLElement;
  readonly onescape: () => void;
  /** Where the focus was before, and goes back to; where that was in a dialog that has gone, where it was before that. */
  before: Element | null;
}

/** Lowest first: a question may lie over the dialog that asks it. */
const open: Modal[] = [];
let count = $state(0);

/** Whether a dialog lies over the window. */
export function hasModal(): boolean {
  return count > 0;
}

/** What lies over all else while it is open, and would lie over a dialog too. */
let closing: readonly (() => void)[] = [];

/** `close` is called before a dialog opens, and may give the focus back. The answer ends that. */
export function closeForModal(close: () => void): () => void {
  closing = [...closing, close];
  return () => { closing = closing.filter((one) => one !== close); };
}

/** What is out of reach because of them. */
const outOfReach: HTMLElement[] = [];

/** The `z-index` below the first of them: above everything in the window (styles/dialogs.css). */
const lowest = 30;

/** What stays within reach beside a dialog: it tells what happens meanwhile. */
const besides = 'data-besides-modal';

/** What Tab stops at. */
export const stops = 'button, input, select, textarea, [href], [tabindex="0"], summary';

/**
 * Lays `node`, with the dialog in it, over the window for as long as it is mounted. Nothing else can be clicked, reached
 * by keyboard or read meanwhile (`inert`), apart from what `besideModal` marked. The focus goes to `[data-autofocus]`,
 * else to its first stop, and afterwards back to where it was. For `{@attach}`.
 */
export function modal(onescape: () => void): (node: HTMLElement) => () => void {
  return (node) => {
    untrack(() => { for (const close of closing) close(); });
    const entered: Modal = { node, onescape, before: document.activeElement };
    if (open.push(entered) === 1) document.addEventListener('keydown', onkeydown);
    node.style.zIndex = String(lowest + open.length);
    settle();
    focusInto(node);
    // A step that was done takes its button away; the screen below changes.
    const changed = new MutationObserver(() => {
      settle();
      keepFocus(entered);
    });
    changed.observe(node, { childList: true, subtree: true });
    if (node.parentElement !== null) changed.observe(node.parentElement, { childList: true });
    return () => {
      changed.disconnect();
      const hadFocus = node.contains(document.activeElement) || hasNoFocus();
      open.splice(open.indexOf(entered), 1);
      for (const other of open) if (node.contains(other.before)) other.before = entered.before;
      if (open.length === 0) document.removeEventListener('keydown', onkeydown);
      settle();
      if (hadFocus && entered.before instanceof HTMLElement) entered.before.focus();
    };
  };
}

/** Keeps `node` within reach, and within hearing, of whoever is in a dialog. For `{@attach}`. */
export function besideModal(node: HTMLElement): void {
  node.setAttribute(besides, '');
}

/** Everything beside the way from the topmost dialog to the root is out of reach, and nothing else is. */
function settle(): void {
  count = open.length;
  for (const node of outOfReach.splice(0)) node.inert = false;
  for (let node: Element | null | undefined = open.at(-1)?.node; node; node = node.parentElement) {
    for (const sibling of node.parentElement?.children ?? []) {
      if (sibling === node || !(sibling instanceof HTMLElement) || sibling.hasAttribute(besides)) continue;
      sibling.inert = true;
      outOfReach.push(sibling);
    }
  }
}

/** At the document: the focus may lie nowhere, when what had it was taken away. */
function onkeydown(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  open.at(-1)?.onescape();
}

function focusInto(node: HTMLElement): void {
  const first = node.querySelector<HTMLElement>('[data-autofocus]') ?? node.querySelector<HTMLElement>(stops);
  (first ?? dialogIn(node))?.focus();
}

/** What had the focus was taken away: the focus stays in the dialog. */
function keepFocus({ node }: Modal): void {
  if (open.at(-1)?.node === node && hasNoFocus()) dialogIn(node)?.focus();
}

function dialogIn(node: HTMLElement): HTMLElement | null {
  return node.querySelector<HTMLElement>('[aria-modal]');
}

function hasNoFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
