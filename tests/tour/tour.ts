import { join } from 'node:path';
import { Camera } from './camera.ts';
import { Scene } from './scene.ts';
import type { Step } from './step.ts';
import { backAgain } from './steps/back-again.ts';
import { conflict } from './steps/conflict.ts';
import { cutOff } from './steps/cut-off.ts';
import { gettingIn } from './steps/getting-in.ts';
import { quitting } from './steps/quitting.ts';

/** The main job as a person does it: the real app, real clicks, a sandbox platform that is a process of its own. */
const steps: readonly Step[] = [...gettingIn, ...cutOff, ...backAgain, ...conflict, ...quitting];

const folder = join(import.meta.dirname, '../../tour');

/** Resolves with the exit code: 0 where every step did what its sentence says. */
async function tour(scene: Scene): Promise<number> {
  for (const [index, { sentence, run }] of steps.entries()) {
    const number = String(index + 1).padStart(2);
    const begun = performance.now();
    try {
      await run(scene);
    } catch (error) {
      say(`${number}  FAILED: ${sentence}`);
      await tellFailure(scene, error);
      say(`tour: step ${index + 1} of ${steps.length} failed: ${sentence}`);
      return 1;
    }
    say(`${number}  ${sentence} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
  say(`Pictures of every screen, light and dark, are in ${folder}.`);
  say(`tour: ${steps.length} steps passed`);
  return 0;
}

async function tellFailure(scene: Scene, error: unknown): Promise<void> {
  say(shortened(error instanceof Error ? error.message : String(error)));
  const output = scene.output.split('\n').slice(-20).join('\n').trim();
  if (output !== '') say(`The app’s last lines:\n${output}`);
  const picture = await scene.pictureOfFailure();
  if (picture !== null) say(`The window at that moment: ${picture}`);
}

/** A locator's complaint quotes the whole screen, several times: its beginning says enough. */
function shortened(text: string): string {
  const lines = text.split('\n').map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  return lines.slice(0, 16).join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (process.argv.length > 2) {
  say('The tour takes no arguments.');
  process.exit(2);
}
const scene = new Scene(new Camera(folder));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void scene.end().finally(() => process.exit(130)));
}
const code = await tour(scene).finally(() => scene.end());
process.exit(code);
