#!/usr/bin/env node
// `npm run mutants [-- --only NAME] [--all]`: each rule that matters broken in turn, and the test that notices.
import { join } from 'node:path';
import { command } from './run/command-line.mjs';
import { runOnTerminal } from './run/processes.mjs';
import { runWithWindows } from './run/tour.mjs';
import { needsForWindows, setUp } from './setup.mjs';
import { node24, root } from './setup/places.mjs';

const program = 'tests/faults/mutants/mutants.ts';

await command(async () => {
  const args = process.argv.slice(2);
  const withWindows = args.includes('--all') || args.some((arg) => arg.startsWith('--only'));
  const runtime = await setUp(import.meta.url, { needs: withWindows ? needsForWindows() : [] });
  return withWindows
    ? runWithWindows(runtime, program, args)
    : runOnTerminal(node24, [join(root, program), ...args], { env: process.env, cwd: root });
});
