import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOf, iconFolder, recordFile, sourcesHash } from './drawings.mjs';

const record = JSON.parse(readFileSync(recordFile, 'utf8')) as { sources: string; files: Record<string, string> };

/** Width in the header of a PNG. */
const widthOf = (png: Buffer) => png.readUInt32BE(16);

describe('the committed icons', () => {
  it('were made from the drawings as they are now (else: npm run icons)', () => {
    expect(record.sources).toBe(sourcesHash());
  });

  it('are all there, as they were made, and nothing else', () => {
    const present = readdirSync(iconFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'made-from.json')
      .map((entry) => join(entry.parentPath, entry.name).slice(iconFolder.length + 1));
    const hashes = present.map((name) => [name, hashOf(readFileSync(join(iconFolder, name)))]);
    expect(Object.fromEntries(hashes)).toEqual(record.files);
  });

  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('have %i pixels where they say so', (size) => {
    expect(widthOf(readFileSync(join(iconFolder, `${size}x${size}.png`)))).toBe(size);
  });

  it('hold the same renderings in the Windows icon, the small one drawn for its size', () => {
    const icon = readFileSync(join(iconFolder, 'icon.ico'));
    const count = icon.readUInt16LE(4);
    const sizes = Array.from({ length: count }, (_, index) => {
      const entry = 6 + 16 * index;
      const [length, offset] = [icon.readUInt32LE(entry + 8), icon.readUInt32LE(entry + 12)];
      const png = icon.subarray(offset, offset + length);
      const size = widthOf(png);
      expect(hashOf(png)).toBe(record.files[`${size}x${size}.png`]);
      return size;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('fill the Apple icon to its last byte', () => {
    const icon = readFileSync(join(iconFolder, 'icon.icns'));
    const sizes: number[] = [];
    let at = 8;
    while (at < icon.length) {
      sizes.push(widthOf(icon.subarray(at + 8)));
      at += icon.readUInt32BE(at + 4);
    }
    expect(at).toBe(icon.readUInt32BE(4));
    expect(sizes).toEqual([32, 64, 128, 256, 256, 512, 512, 1024]);
  });
});
