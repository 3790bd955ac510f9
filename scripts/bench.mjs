#!/usr/bin/env node
// `npm run bench`: figures, each beside a yardstick measured in the same run. Nothing is asserted.
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { runWithWindows } from './run/tour.mjs';
import { needsForWindows, setUp } from './setup.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  await build();
  return runWithWindows(runtime, 'tests/bench/bench.ts', process.argv.slice(2));
});
