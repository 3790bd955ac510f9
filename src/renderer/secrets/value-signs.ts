/** What a value has that the eye misses: worth a word, because a pasted key often breaks on it. */

/** A stretch of blanks at the end of the last line that has text, before at most one line end. */
export interface TrailingSpace {
  /** 1 is the first. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export function trailingSpace(text: string): TrailingSpace | null {
  const lineEnd = /(?:\r\n|\r|\n)?$/.exec(text)?.index ?? text.length;
  let from = lineEnd;
  while (from > 0 && isBlank(text.charCodeAt(from - 1))) from -= 1;
  if (from === lineEnd) return null;
  return { line: (text.slice(0, from).match(/\r\n|\r|\n/g)?.length ?? 0) + 1, from, to: lineEnd };
}

/** `null`: nothing to tell, the line ends are LF alone or there are none. */
export function unusualLineEnds(text: string): 'crlf' | 'mixed' | null {
  const kinds = new Set(text.match(/\r\n|\r|\n/g));
  if (kinds.size > 1) return 'mixed';
  if (kinds.has('\r\n')) return 'crlf';
  return kinds.has('\r') ? 'mixed' : null;
}

/** True where control characters stand that no keyboard types: NUL, escape and the like. */
export function hasControlCharacters(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0xa0;
}
