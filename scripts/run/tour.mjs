// The tour: tests/tour/tour.ts on the project's Node, with a display to show windows on.
import { join } from 'node:path';
import { environmentOf } from '../setup.mjs';
import { node24, root } from '../setup/places.mjs';
import { sandboxTrouble } from './app-process.mjs';
import { withDisplay } from './display.mjs';
import { runOnTerminal } from './processes.mjs';

/** Runs the tour; resolves with its exit code. */
export function runTour(runtime, args) {
  return runWithWindows(runtime, 'tests/tour/tour.ts', args);
}

/** Runs a TypeScript program that opens windows of the built app. */
export function runWithWindows(runtime, program, args) {
  return withDisplay(windowEnvironment(runtime), (env) =>
    runOnTerminal(node24, [join(root, program), ...args], { env, cwd: root }));
}

/** What a program that launches the app finds in its environment. */
export function windowEnvironment(runtime) {
  const env = environmentOf(runtime);
  return sandboxTrouble(runtime.distPath) ? { ...env, KELVIN_SECRETS_NO_CHROMIUM_SANDBOX: '1' } : env;
}
