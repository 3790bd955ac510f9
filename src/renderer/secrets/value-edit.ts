import type { Selection } from './value-text.ts';

/** What the browser did to a textarea, told as one replacement in the text that stood there before. */
export interface Edit extends Selection {
  readonly typed: string;
}

/**
 * Reads an edit from what a textarea showed before and after it. The caret says where the edit ended; the selection
 * before it says where it can at most have begun (a masked field holds only dots, so equal characters prove nothing).
 */
export function editBetween(before: string, selection: Selection, after: string, caret: number): Edit {
  const tail = Math.min(after.length - caret, before.length);
  const end = before.length - tail;
  const most = Math.min(end, caret, selection.start);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  return { start, end, typed: after.slice(start, caret) };
}
