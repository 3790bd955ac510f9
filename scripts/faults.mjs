#!/usr/bin/env node
// `npm run faults -- --rounds N --seed S`: the real app under every fault we can make, and nothing lost.
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { runWithWindows } from './run/tour.mjs';
import { needsForWindows, setUp } from './setup.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  await build();
  return runWithWindows(runtime, 'tests/faults/campaign/campaign.ts', process.argv.slice(2));
});
