import { noteError } from './log.ts';
import type { Log } from './log.ts';

/**
 * Catches what nobody caught. The app goes on: everything that must last was committed before it was acted
 * upon, whereas ending the process would throw away what the person is typing. The words of the error are
 * not written down, since they may quote a value.
 */
export function spreadCrashNet(log: Log): void {
  process.on('uncaughtException', (error) => log({ event: 'crash', where: 'exception', error: noteError(error) }));
  process.on('unhandledRejection', (error) => log({ event: 'crash', where: 'rejection', error: noteError(error) }));
  // The program that reads our output may end first. Saying so would fail the same way, for ever.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
