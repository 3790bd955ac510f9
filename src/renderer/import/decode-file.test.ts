import { expect, test } from 'vitest';
import { decodeFile } from './decode-file.ts';

const bytesOf = (...bytes: number[]): ArrayBuffer => new Uint8Array(bytes).buffer;
const utf16 = (text: string): ArrayBuffer =>
  Uint16Array.from({ length: text.length + 1 }, (_, at) => (at === 0 ? 0xfeff : text.charCodeAt(at - 1))).buffer;
const utf8 = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

test('UTF-8 and marked UTF-16 are text, each without its mark', () => {
  expect(decodeFile(utf8('ä=\u{1f511}\r\n'))).toBe('ä=\u{1f511}\r\n');
  expect(decodeFile(utf8('\ufeffa=1'))).toBe('a=1');
  expect(decodeFile(utf16('name\tvalue\r\nä\t\u{1f511}\r\n'))).toBe('name\tvalue\r\nä\t\u{1f511}\r\n');
  expect(decodeFile(bytesOf())).toBe('');
});

test('what is neither is no text, and is never guessed', () => {
  // Windows-1252, a picture, half a UTF-16 unit, half a character.
  expect(decodeFile(bytesOf(0x61, 0x3d, 0xfc))).toBeNull();
  expect(decodeFile(bytesOf(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a))).toBeNull();
  expect(decodeFile(bytesOf(0xff, 0xfe, 0x61))).toBeNull();
  expect(decodeFile(bytesOf(0xff, 0xfe, 0x3d, 0xd8))).toBeNull();
});
