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

/** Pictures for the menu bar of macOS, which gives them its own colour: the size in points, and the density. */
export const TRAY = [1, 2].map((scale) => ({ size: 16, scale }));
/** The same with a light rim, for panels and task bars of which nobody tells whether they are light or dark. */
export const PANEL = [16, 22].flatMap((size) => [{ size, scale: 1 }, { size, scale: 2 }]);
export const panelName = ({ size, scale }) => `tray/panel-${size}${scale === 1 ? '' : `@${scale}x`}.png`;

/** The drawing of the tray, twice: its strokes broad and white, and the same as they are on top. */
export function withRim(svg) {
  const [, head, strokes] = /^(<svg[^>]*>)([^]*)<\/svg>\s*$/.exec(svg);
  return `${head}<g stroke="#fff" stroke-width="3.5" stroke-opacity=".9">${strokes}</g>${strokes}</svg>`;
}

export const trayName = ({ size, scale }) => `tray/tray-${size}${scale === 1 ? '' : `@${scale}x`}.png`;

/** The mark on the Windows task bar. */
export const BADGE = [{ size: 16, scale: 1 }, { size: 16, scale: 2 }];
export const badgeName = ({ size, scale }) => `tray/badge-${size}${scale === 1 ? '' : `@${scale}x`}.png`;

/** Hash of what the pictures are drawn from. */
export function sourcesHash() {
  const hash = createHash('sha256');
  const drawings = ['icon.svg', 'icon-16.svg', 'icon-tray.svg', 'icon-badge.svg'].map((name) => join(resources, name));
  const code = ['icons/drawings.mjs', 'icons/containers.mjs', 'make-icons.mjs'].map((name) => join(root, 'scripts', name));
  for (const file of [...drawings, ...code]) hash.update(readFileSync(file));
  return hash.digest('hex');
}

export const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
