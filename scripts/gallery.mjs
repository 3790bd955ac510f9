#!/usr/bin/env node
// `npm run screenshots [-- -g environments]`: pictures of every screen of the real app, light and dark, into gallery/.
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { runWithWindows } from './run/tour.mjs';
import { needsForWindows, setUp } from './setup.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  await build();
  const args = ['test', '--project=gallery', ...process.argv.slice(2)];
  return runWithWindows(runtime, 'node_modules/@playwright/test/cli.js', args);
});
