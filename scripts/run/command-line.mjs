// How every command of this project ends: with its exit code, and with words instead of a stack trace
// when something outside the code went wrong.
import { say } from '../setup/progress.mjs';
import { endAll } from './processes.mjs';

/** Runs a command; `work` answers its exit code (nothing means 0). */
export async function command(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    say(process.env.DEBUG || !(error instanceof Error) ? String(error?.stack ?? error) : error.message);
    process.exitCode = 1;
  } finally {
    await endAll();
  }
}
