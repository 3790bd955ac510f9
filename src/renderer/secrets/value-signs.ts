/** What a value has that the eye misses: worth a word, because a pasted key often breaks on it. */

/** A part of a value, as offsets into the exact text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of blanks at the end of the last line that has text, before at most one line end. */
export interface TrailingSpace extends Stretch {
  /** 1 is the first. */
  readonly line: number;
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
  if (!text.includes('\r')) return null;
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

/** Blanks and line ends before the first character that shows; null where nothing shows at all. */
export function leadingBlanks(text: string): Stretch | null {
  const to = /^[ \t\u00a0\r\n]+(?=[^ \t\u00a0\r\n])/.exec(text)?.[0].length;
  return to === undefined ? null : { from: 0, to };
}

/** The line ends at the end, however many. */
export function lastLineEnds(text: string): (Stretch & { readonly count: number }) | null {
  let from = text.length;
  while (from > 0 && /[\r\n]/.test(text.charAt(from - 1))) from -= 1;
  if (from === text.length) return null;
  return { from, to: text.length, count: text.slice(from).match(/\r\n|\r|\n/g)?.length ?? 0 };
}

/**
 * Characters that take no place or look like a plain space: zero-width ones, byte order marks, soft hyphens, marks that
 * turn the direction, fillers, tags, the empty braille cell, controls above U+007F, and every space that is not U+0020.
 * Some scripts and emoji need a few of them.
 */
const invisible =
  /[\u0080-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/** What stands for such a character where the value is shown; as long as itself in UTF-16. */
export function pictureInvisible(text: string): string {
  return text.replace(invisible, (character) => (character === '\u00a0' ? '\u237d' : '\u25cc'.repeat(character.length)));
}

export interface Invisible {
  readonly count: number;
  /** Their code points, each once, in the order in which they occur; a few of them. */
  readonly codes: readonly string[];
}

const mostNamed = 3;

export function invisibleCharacters(text: string): Invisible | null {
  const found = text.match(invisible);
  if (found === null) return null;
  const codes = new Set(found.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`));
  return { count: found.length, codes: [...codes].slice(0, mostNamed) };
}

export function withoutInvisible(text: string): string {
  return text.replace(invisible, '');
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0xa0;
}
