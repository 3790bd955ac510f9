#!/usr/bin/env node
// `npm run icons`: draws every size of the icons from the SVGs in resources/. What it makes is committed,
// with a record of what it was made from; scripts/icons/icons.test.ts says when it is out of date.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { icns, ico } from './icons/containers.mjs';
import { APP_SIZES, appDrawing, BADGE, badgeName, countName, COUNTS, hashOf, iconFolder, PANEL, panelName, recordFile, resources, sourcesHash, TRAY, trayName, withCount, withRim } from './icons/drawings.mjs';
import { command } from './run/command-line.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { continueOnNode24 } from './setup/node24.mjs';
import { say } from './setup/progress.mjs';

const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

await command(async () => {
  await installDependencies();
  await continueOnNode24(import.meta.url);
  const { Resvg } = await import('@resvg/resvg-js');
  const draw = (drawing, size, change = (svg) => svg) => {
    const svg = change(readFileSync(join(resources, drawing), 'utf8'));
    return new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }).render().asPng();
  };

  const images = APP_SIZES.map((size) => ({ size, png: draw(appDrawing(size), size) }));
  const files = {};
  for (const { size, png } of images) files[`${size}x${size}.png`] = png;
  for (const tray of TRAY) files[trayName(tray)] = draw('icon-tray.svg', tray.size * tray.scale);
  for (const panel of PANEL) files[panelName(panel)] = draw('icon-tray.svg', panel.size * panel.scale, withRim);
  for (const count of COUNTS) files[countName(count)] = draw('icon-tray.svg', count.size * count.scale, withCount(count));
  for (const badge of BADGE) files[badgeName(badge)] = draw('icon-badge.svg', badge.size * badge.scale);
  files['icon.ico'] = ico(images.filter(({ size }) => ICO_SIZES.includes(size)));
  files['icon.icns'] = icns(images);

  rmSync(iconFolder, { recursive: true, force: true });
  const record = { sources: sourcesHash(), files: {} };
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(iconFolder, name)), { recursive: true });
    writeFileSync(join(iconFolder, name), bytes);
    record.files[name] = hashOf(bytes);
  }
  writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
  say(`${Object.keys(files).length} files in resources/icons`);
});
