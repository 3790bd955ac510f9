#!/usr/bin/env node
// `npm run dev`: as `npm start`, with hot reload of the renderer and a restart of main on each change.
import { join } from 'node:path';
import { chromiumArguments } from './run/app-process.mjs';
import { command } from './run/command-line.mjs';
import { developmentProfile } from './run/development-profile.mjs';
import { endAll, onAskedToEnd, runOnTerminal } from './run/processes.mjs';
import { startSandbox } from './run/sandbox-process.mjs';
import { withDisplay } from './run/display.mjs';
import { environmentOf, needsForWindows, setUp } from './setup.mjs';
import { modules, node24, root } from './setup/places.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  onAskedToEnd(() => void endAll());
  const profile = await developmentProfile();
  const sandbox = await startSandbox(profile);
  const env = {
    ...environmentOf(runtime),
    KELVIN_SECRETS_PROFILE: profile.app,
    KELVIN_SECRETS_SANDBOX: sandbox.origin,
  };
  if (chromiumArguments(runtime.distPath).length > 0) env.NO_SANDBOX = '1'; // electron-vite's word for it
  const tool = join(modules, 'electron-vite/bin/electron-vite.js');
  return withDisplay(env, (withWindows) =>
    runOnTerminal(node24, [tool, 'dev', '--watch'], { env: withWindows, cwd: root }));
});
