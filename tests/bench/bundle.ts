import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, type Figure } from './figure.ts';

const folder = join(import.meta.dirname, '../../out/renderer');
// Beyond it, a start would be felt on a slow disk, and what brought it should be asked for its reason.
const limit = 150;

/** Everything that the window loads, gzipped file by file, in kB of 1,000 bytes. */
export function bundleFigures(): Figure[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const code = files.filter((file) => /\.(js|css|html)$/.test(file.name)).map((file) => readFileSync(join(file.parentPath, file.name)));
  const size = code.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0) / 1000;
  return [
    {
      what: 'Renderer bundle, gzipped',
      ours: { label: 'this app', unit: 'kB', values: [size] },
      beside: null,
      aim: atMost(size, limit, `${limit} kB`),
      note: `${code.length} files: script, styles and page.`,
    },
  ];
}
