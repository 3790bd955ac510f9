// Which picture is drawn from which drawing, and whether what is committed is up to date.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/places.mjs';

export const resources = join(root, 'resources');
export const iconFolder = join(resources, 'icons');
export const recordFile = join(iconFolder, 'made-from.json');

// icon-16.svg is drawn for the pixel grid: what is fine at 24 is mud at 16.
export const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
export const appDrawing = (size) => (size <= 16 ? 'icon-16.svg' : 'icon.svg');

/** Tray pictures: the size in points, and the density. */
export const TRAY = [16, 22, 32].flatMap((size) => [{ size, scale: 1 }, { size, scale: 2 }]);
export const trayName = ({ size, scale }) => `tray/tray-${size}${scale === 1 ? '' : `@${scale}x`}.png`;

/** Hash of what the pictures are drawn from. */
export function sourcesHash() {
  const hash = createHash('sha256');
  const drawings = ['icon.svg', 'icon-16.svg', 'icon-tray.svg'].map((name) => join(resources, name));
  const code = ['icons/drawings.mjs', 'icons/containers.mjs', 'make-icons.mjs'].map((name) => join(root, 'scripts', name));
  for (const file of [...drawings, ...code]) hash.update(readFileSync(file));
  return hash.digest('hex');
}

export const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
