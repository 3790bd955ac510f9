import type { WebContents } from 'electron';

/** The windows that this app opened itself. Nobody else's contents may ask, and nobody else is told. */
export interface OwnWindows {
  add(contents: WebContents): void;
  has(contents: WebContents): boolean;
  all(): readonly WebContents[];
}

export function createOwnWindows(): OwnWindows {
  const own = new Set<WebContents>();
  return {
    add(contents) {
      own.add(contents);
      contents.once('destroyed', () => own.delete(contents));
    },
    has: (contents) => own.has(contents),
    all: () => [...own].filter((contents) => !contents.isDestroyed() && !contents.isCrashed()),
  };
}
