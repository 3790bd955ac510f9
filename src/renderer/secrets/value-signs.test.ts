import { describe, expect, it } from 'vitest';
import { hasControlCharacters, trailingSpace, unusualLineEnds } from './value-signs.ts';

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
