#!/usr/bin/env node
// `npm run tour`: the main job as a person does it, in the real app, with the network cut in between.
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { runTour } from './run/tour.mjs';
import { needsForWindows, setUp } from './setup.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  await build();
  return runTour(runtime, process.argv.slice(2));
});
