#!/usr/bin/env node
// `npm start`: set-up, build, the sandbox platform, the app. Ctrl-C, or quitting the app, ends it all.
import { startApp } from './run/app-process.mjs';
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { developmentProfile } from './run/development-profile.mjs';
import { endAll, onAskedToEnd } from './run/processes.mjs';
import { startSandbox } from './run/sandbox-process.mjs';
import { runTour } from './run/tour.mjs';
import { environmentOf, needsForWindows, setUp } from './setup.mjs';
import { say } from './setup/progress.mjs';
import { hasDisplay } from './setup/system-packages.mjs';

await command(async () => {
  const runtime = await setUp(import.meta.url, { needs: needsForWindows() });
  await build();
  if (!hasDisplay()) {
    say('There is no display here, so the tour runs in a virtual one: the main job, as a person does it.');
    return runTour(runtime, []);
  }

  let asked = false;
  onAskedToEnd(() => {
    asked = true;
    void endAll();
  });
  const profile = await developmentProfile();
  const sandbox = await startSandbox(profile);
  if (asked) return 0;
  const app = startApp(runtime, {
    ...environmentOf(runtime),
    KELVIN_SECRETS_PROFILE: profile.app,
    KELVIN_SECRETS_SANDBOX: sandbox.origin,
  });
  say(`Kelvin Secrets is starting; its sandbox platform answers at ${sandbox.origin}. Ctrl-C ends both.`);
  const code = await app.ended;
  if (asked || code === 0) return 0;
  say(`The app ended with exit code ${code}. Its output is in ${app.log}.`);
  return 1;
});
