/** What a key press means in the main window. */
export type Shortcut =
  | { readonly kind: 'add' }
  | { readonly kind: 'import' }
  | { readonly kind: 'search' }
  | { readonly kind: 'lock' }
  /** Takes back what can be taken back. */
  | { readonly kind: 'undo' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' }
  /** The n-th environment, counted from 0. */
  | { readonly kind: 'choose'; readonly index: number };

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target'>;

/** Ctrl (⌘ on a Mac) with N, I, F, L, a comma or a digit; with Z and "?" alone, where nobody is typing. */
export function shortcutOf(press: Press, isMac: boolean): Shortcut | null {
  const command = isMac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  if (!command) return press.key === '?' && !press.altKey && !isTyping(press.target) ? { kind: 'shortcuts' } : null;
  if (press.altKey || press.shiftKey) return null;
  const key = press.key.toLowerCase();
  if (key === 'n') return { kind: 'add' };
  if (key === 'i') return { kind: 'import' };
  if (key === 'f') return { kind: 'search' };
  if (key === 'l') return { kind: 'lock' };
  if (key === 'z' && !isTyping(press.target)) return { kind: 'undo' };
  if (key === ',') return { kind: 'settings' };
  return /^[1-9]$/.test(key) ? { kind: 'choose', index: Number(key) - 1 } : null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
