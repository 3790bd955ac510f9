import type { Selection } from './value-text.ts';

/** What the browser did to a textarea, told as one replacement in the text that stood there before. */
export interface Edit extends Selection {
  readonly typed: string;
}

/** Reads an edit from what a textarea showed and had selected before it, and what it shows after it. */
export function editBetween(before: string, selection: Selection, after: string, caret: number): Edit {
  return insertionAt(before, selection, after) ?? editEndingAt(before, selection, after, caret);
}

/**
 * The common case: the selection gave way to something. It needs no caret, and that is good: in a field that hides
 * its text, Chromium counts a caret behind an emoji one unit too few.
 */
function insertionAt(before: string, { start, end }: Selection, after: string): Edit | null {
  const length = after.length - (before.length - (end - start));
  if (length < 0 || (length === 0 && start === end)) return null;
  if (!after.startsWith(before.slice(0, start)) || !after.endsWith(before.slice(end))) return null;
  return { start, end, typed: after.slice(start, start + length) };
}

/**
 * Everything else, such as deleting a word: the caret says where the edit ended, and the selection where it can at
 * most have begun (a masked field holds only dots, so equal characters prove nothing).
 */
function editEndingAt(before: string, selection: Selection, after: string, caret: number): Edit {
  const tail = Math.min(after.length - caret, before.length);
  const end = before.length - tail;
  const most = Math.min(end, caret, selection.start);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  return { start, end, typed: after.slice(start, caret) };
}
