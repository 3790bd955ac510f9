import { describe, expect, it } from 'vitest';
import { maxValueBytes } from '../../shared/value-measure.ts';
import { maxBase64Bytes, readValueFile } from './value-file.ts';

const file = (bytes: Uint8Array<ArrayBuffer> | string): File => new File([bytes], 'key.p12');

describe('a file that is to be a value', () => {
  it('is its text byte for byte, with its byte order mark and its line ends', async () => {
    const text = '\ufeffline one\r\nline two\n';
    const read = await readValueFile(file(text));
    expect(read).toMatchObject({ kind: 'file', file: { name: 'key.p12', bytes: new TextEncoder().encode(text).length, text } });
  });

  it('is base64 of its bytes where they are no text', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
    const read = await readValueFile(file(bytes));
    if (read.kind !== 'file') throw new Error(read.kind);
    expect(read.file.text).toBeNull();
    expect(Uint8Array.from(atob(read.file.base64()), (character) => character.charCodeAt(0))).toEqual(bytes);
  });

  it('is not taken where it is empty or would be larger than a value can be', async () => {
    expect(await readValueFile(file(''))).toEqual({ kind: 'empty' });
    expect(await readValueFile(file(new Uint8Array(maxValueBytes + 1)))).toEqual({ kind: 'too-large' });
    expect((await readValueFile(file('a'.repeat(maxValueBytes)))).kind).toBe('file');
    const noText = new Uint8Array(maxBase64Bytes).fill(0xff);
    const largest = await readValueFile(file(noText));
    expect(largest.kind === 'file' ? largest.file.base64().length : largest.kind).toBe(maxValueBytes);
    expect(await readValueFile(file(new Uint8Array(maxBase64Bytes + 1).fill(0xff)))).toEqual({ kind: 'too-large' });
  });
});
