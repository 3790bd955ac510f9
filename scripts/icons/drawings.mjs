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

/** How many there are, on the icon of a panel: the colour tells whether somebody is needed. */
export const COUNTS = ['waits', 'needs'].flatMap((tone) =>
  ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'more'].flatMap((count) => PANEL.map((panel) => ({ ...panel, tone, count }))));
export const countName = ({ tone, count, ...panel }) => panelName(panel).replace('panel', `${tone}-${count}`);

const GROUNDS = { waits: '#0062e0', needs: '#b35900' };

/** Numerals of 4 by 6, drawn in strokes: no font has to be there, and none is too fine for 16 pixels. */
const STROKES = {
  1: 'M1 1.2 2.4.2V6M1 6h2.8',
  2: 'M.4 1.5a1.65 1.65 0 0 1 3.2 0C3.6 3 .4 4.3.4 6h3.3',
  3: 'M.5.2h3.1L1.9 2.4A1.8 1.8 0 1 1 .3 5',
  4: 'M3 6V.2L.2 4.4h3.9',
  5: 'M3.5.2H.9L.6 2.8A1.9 1.9 0 1 1 .3 5.1',
  6: 'M3.2.2C1.5 1 .3 2.5.3 4.1a1.75 1.85 0 1 0 .1-.5',
  7: 'M.3.2h3.4L1.5 6',
  8: 'M2 3A1.4 1.4 0 1 0 2 .2a1.4 1.4 0 0 0 0 2.8 1.6 1.5 0 1 0 .01 0',
  9: 'M.8 6C2.5 5.2 3.7 3.7 3.7 2.1a1.75 1.85 0 1 0-.1.5',
};
const PLUS = 'M0 3h3M1.5 1.5v3';

/** The tray's drawing with a count in its lower right corner. */
export const withCount = ({ tone, count }) => (svg) => {
  const many = count === 'more';
  const ground = many ? '<rect x="4" y="5" width="12" height="11" rx="5.5"' : '<circle cx="10.5" cy="10.5" r="5.5"';
  const numeral = many
    ? `<path transform="translate(5.6 7.4)" d="${STROKES[9]}"/><path transform="translate(11.2 7.4)" d="${PLUS}"/>`
    : `<path transform="translate(8.5 7.4)" d="${STROKES[count]}"/>`;
  const mark = `<g stroke="none">${ground} fill="${GROUNDS[tone]}"/></g><g stroke="#fff" stroke-width="1.35">${numeral}</g>`;
  return withRim(svg).replace('</svg>', `${mark}</svg>`);
};

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
