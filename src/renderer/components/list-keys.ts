/** What a key press means on a list with one active row. */
export type ListKey =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'menu' }
  | { readonly kind: 'find'; readonly letter: string };

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The key labelled "delete" on a Mac's keyboard is Backspace; most of them have no other. */
const onMac = /Mac/.test(navigator.userAgent);

/** `active` is -1 where no row is active yet; `page` is how many rows one screen shows. */
export function listKey(press: Press, active: number, count: number, page: number, isMac = onMac): ListKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.key === 'ContextMenu' || (press.key === 'F10' && press.shiftKey)) return { kind: 'menu' };
  const move = (to: number): ListKey | null =>
    count === 0 ? null : { kind: 'move', to: Math.min(Math.max(to, 0), count - 1) };
  switch (press.key) {
    case 'ArrowDown':
      return move(active + 1);
    case 'ArrowUp':
      return move(active < 0 ? count - 1 : active - 1);
    case 'PageDown':
      return move(Math.max(active, 0) + page);
    case 'PageUp':
      return move(Math.max(active, 0) - page);
    case 'Home':
      return move(0);
    case 'End':
      return move(count - 1);
    case 'Enter':
    case 'F2':
      return { kind: 'open' };
    case 'Delete':
      return { kind: 'remove' };
    case 'Backspace':
      return isMac ? { kind: 'remove' } : null;
    default:
      return /^[a-z0-9-]$/i.test(press.key) ? { kind: 'find', letter: press.key } : null;
  }
}
