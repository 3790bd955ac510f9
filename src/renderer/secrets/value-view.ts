import { pictureInvisible } from './value-signs.ts';

/** Translates offsets between the exact text and what a view shows of it. */
export interface OffsetMap {
  toText(shown: number): number;
  toShown(text: number): number;
}

/**
 * One way to show a value in a textarea. A view's string never holds a character that a textarea would alter or
 * drop, so offsets that the browser reports are offsets into exactly this string.
 */
export interface View {
  readonly name: 'revealed' | 'masked' | 'curtain';
  show(text: string): string;
  /** How much of the text the one shown unit stands for that begins at `index`. */
  unitLength(text: string, index: number): number;
}

/**
 * As it reads: every line end is one LF, control characters stand as their pictures (␀ ␛ …), and so do blanks before
 * the first character and what nobody sees.
 */
export const revealed: View = {
  name: 'revealed',
  show: (text) => pictureInvisible(text.replace(/\r\n?/g, '\n').replace(/^[ \t]+(?=[^ \t\n])/, pictureBlanks).replace(unshowable, picture)),
  unitLength: (text, index) => (isCrLf(text, index) ? 2 : 1),
};

/**
 * One dot for each character, line ends too: a masked value shows neither its letters nor its lines, and the
 * document does not hold them either (an accessibility tool or a DOM inspector reads dots).
 */
export const masked: View = {
  name: 'masked',
  show: (text) => text.replace(/\r\n|[\s\S]/gu, '•'),
  unitLength: (text, index) => (isCrLf(text, index) || isPair(text, index) ? 2 : 1),
};

/**
 * As many dots as fill the field, whatever stands behind them: for values that are too long to count in
 * dots.
 */
export const curtain: View = {
  name: 'curtain',
  show: (text) => '•'.repeat(Math.min(text.length, 600)),
  unitLength: (text, index) => text.length - index,
};

/** The offsets of a text in a view. An offset in the middle of a unit counts as the unit's end. */
export function offsetsIn(view: View, text: string): OffsetMap {
  return {
    toText: (shown) => {
      let at = 0;
      for (let units = 0; units < shown && at < text.length; units++) at += view.unitLength(text, at);
      return at;
    },
    toShown: (offset) => {
      let units = 0;
      for (let at = 0; at < offset && at < text.length; units++) at += view.unitLength(text, at);
      return units;
    },
  };
}

/**
 * What a line break that is typed over [from, to) has to be: the line end above, else the one below, else
 * LF.
 */
export function breakFor(text: string, from: number, to: number): string {
  const above = lastLineEnd(text.slice(0, from));
  const below = /\r\n|\r|\n/.exec(text.slice(to))?.[0];
  const end = above ?? below ?? '\n';
  // Beside a lone CR or LF one character could melt with it into a single CRLF, and no new line would appear.
  if (end === '\r' && text[to] === '\n') return '\n';
  if (end === '\n' && text[from - 1] === '\r') return '\r';
  return end;
}

function lastLineEnd(text: string): string | undefined {
  const at = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  if (at < 0) return undefined;
  return text[at] === '\n' && text[at - 1] === '\r' ? '\r\n' : text[at];
}

function isCrLf(text: string, index: number): boolean {
  return text.charCodeAt(index) === 0x0d && text.charCodeAt(index + 1) === 0x0a;
}

function isPair(text: string, index: number): boolean {
  const point = text.codePointAt(index);
  return point !== undefined && point > 0xffff;
}

/**
 * Control characters but tab and LF, DEL, and lone surrogates: none of them survives or shows in a
 * textarea.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const unshowable = /[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/gu;

function pictureBlanks(blanks: string): string {
  return blanks.replaceAll(' ', '\u00b7').replaceAll('\t', '\u2409');
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800) return '\ufffd';
  return code === 0x7f ? '\u2421' : String.fromCharCode(0x2400 + code);
}
