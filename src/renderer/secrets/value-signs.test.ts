import { describe, expect, it } from 'vitest';
import {
  hasControlCharacters, invisibleCharacters, lastLineEnds, leadingBlanks, pictureInvisible, trailingSpace, unusualLineEnds, withoutInvisible,
} from './value-signs.ts';
import { revealed } from './value-view.ts';

describe('a space at the end', () => {
  it('is found on the last line that has text, before one line end at most', () => {
    expect(trailingSpace('a\nb\r\nkey=1 \n')).toEqual({ line: 3, from: 10, to: 11 });
    expect(trailingSpace('a \t')).toEqual({ line: 1, from: 1, to: 3 });
    expect(trailingSpace('a\u00a0\r\n')).toEqual({ line: 1, from: 1, to: 2 });
  });

  it('is not seen where there is none', () => {
    for (const text of ['', 'a', 'a\n', ' a', 'a \nb', 'a \n\n']) expect(trailingSpace(text)).toBeNull();
  });
});

describe('line ends', () => {
  it('are worth a word when they are not LF alone', () => {
    expect(unusualLineEnds('a\nb\n')).toBeNull();
    expect(unusualLineEnds('a')).toBeNull();
    expect(unusualLineEnds('a\r\nb\r\n')).toBe('crlf');
    expect(unusualLineEnds('a\r\nb\n')).toBe('mixed');
  });
});

describe('control characters', () => {
  it('are those that no keyboard types', () => {
    expect(hasControlCharacters('tab\tand\r\nlines')).toBe(false);
    expect(hasControlCharacters('nul\0')).toBe(true);
    expect(hasControlCharacters('\u001b[0m')).toBe(true);
  });
});

describe('what stands before the first character', () => {
  it('is found with its line ends, and not where nothing else is there', () => {
    expect(leadingBlanks(' \t\n key ')).toEqual({ from: 0, to: 4 });
    for (const text of ['', 'key', ' ', '\n\n']) expect(leadingBlanks(text)).toBeNull();
  });
});

describe('line ends at the end', () => {
  it('are counted as lines are', () => {
    expect(lastLineEnds('a\r\n')).toEqual({ from: 1, to: 3, count: 1 });
    expect(lastLineEnds('a\nb\n\r\n')).toEqual({ from: 3, to: 6, count: 2 });
    expect(lastLineEnds('a\nb')).toBeNull();
  });
});

describe('characters that nobody sees', () => {
  it('are told by their codes, and can be removed with nothing else', () => {
    const text = '\ufeffto\u200bken\u00a0of\u{e0041} a\u202elaser\u200b';
    expect(invisibleCharacters(text)).toEqual({ count: 6, codes: ['U+FEFF', 'U+200B', 'U+00A0'] });
    expect(withoutInvisible(text)).toBe('tokenof alaser');
  });

  it('are controls above U+007F and the empty braille cell too', () => {
    expect(invisibleCharacters('a\u0080b\u009fc\u2800')).toEqual({ count: 3, codes: ['U+0080', 'U+009F', 'U+2800'] });
    expect(revealed.show('a\u0085b\u2800')).toBe('a◌b◌');
  });

  it('are not what a keyboard types or a key file holds', () => {
    expect(invisibleCharacters('-----BEGIN KEY-----\r\nMC4CAQ==\t ~Grün日本👍\n')).toBeNull();
  });

  it('are shown by pictures as long as themselves, so that each can be deleted alone', () => {
    for (const text of ['a\u200bb', '\u00a0', '\u{e0041}x', 'plain']) {
      expect(pictureInvisible(text)).toHaveLength(text.length);
      expect(invisibleCharacters(pictureInvisible(text))).toBeNull();
      expect(revealed.show(text)).toHaveLength(text.length);
    }
    expect(revealed.show('  key ')).toBe('··key ');
  });
});
