#!/usr/bin/env node
// `npm run screenshots [-- -g environments]`: pictures of every screen of the real app, light and dark, into gallery/.
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { onDisplays } from './run/display.mjs';
import { runOnTerminal } from './run/processes.mjs';
import { windowEnvironment } from './run/tour.mjs';
import { needsForWindows, setUp } from './setup.mjs';
import { node24, root } from './setup/places.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  await build();
  const args = ['node_modules/@playwright/test/cli.js', 'test', '--project=gallery', ...process.argv.slice(2)];
  return onDisplays(windowEnvironment(runtime), (env) => runOnTerminal(node24, args, { env, cwd: root }));
});
