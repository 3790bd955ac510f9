import type { AppPhase, LockedBy, StartTrouble } from '../../shared/app-state.ts';
import type { AttentionReason, EntryId, Intent, LastOutcome, Proof } from '../../shared/entry.ts';
import type { EnvironmentId, NoAnswerReason } from '../../shared/environment.ts';
import type { Channel } from '../../shared/ipc/requests.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import type { Gate } from '../../shared/sync-status.ts';
import type { ErrorNote } from './error-note.ts';

/**
 * Everything the app ever writes into its log: events with ids, states, codes and counts. Names, hosts,
 * accounts, free text and the words of errors have no field to stand in, and a secret value least of all.
 */
export interface LogEvents {
  'app-started': { version: string; electron: string; napi: number; development: boolean };
  'second-instance': Record<never, never>;
  phase: { phase: AppPhase['kind']; trouble: StartTrouble | 'none' };
  'files-set-aside': { count: number };
  locked: { by: LockedBy };
  crash: { where: 'exception' | 'rejection' | 'start'; error: ErrorNote };
  'process-gone': { process: string; reason: string; exitCode: number };
  'preload-error': { error: ErrorNote };
  blocked: { what: 'navigation' | 'window' | 'webview' | 'download' | 'permission' | 'request' };
  power: { change: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown' };
  'request-refused': { channel: Channel | 'unknown'; code: RefusalCode };
  'request-crashed': { channel: Channel; error: ErrorNote };
  'preferences-unreadable': Record<never, never>;

  attempt: { entry: EntryId; intent: Intent; number: number };
  'attempt-ended': { entry: EntryId; number: number; outcome: LastOutcome | Proof | AttentionReason['kind'] };
  gate: { environment: EnvironmentId; gate: Gate['kind']; because: NoAnswerReason | 'none' };
  'list-read': { environment: EnvironmentId; count: number };
  session: { environment: EnvironmentId; state: 'signed-in' | 'expired' | 'signed-out' | 'never-signed-in' };
  'work-crashed': { where: 'sync' | 'secrets' | 'auth'; error: ErrorNote };
}

export type LogEvent = keyof LogEvents;
export type LogLine = { [E in LogEvent]: Readonly<{ event: E } & LogEvents[E]> }[LogEvent];

/** What a field may look like when it is written; whatever does not is dropped. */
export type FieldKind = 'id' | 'code' | 'version' | 'count' | 'flag' | 'error';

/** The fields of each event at run time: a field that is missing or left over here is a type error. */
export const fieldsOf: { readonly [E in LogEvent]: { readonly [F in keyof LogEvents[E]]-?: FieldKind } } = {
  'app-started': { version: 'version', electron: 'version', napi: 'count', development: 'flag' },
  'second-instance': {},
  phase: { phase: 'code', trouble: 'code' },
  'files-set-aside': { count: 'count' },
  locked: { by: 'code' },
  crash: { where: 'code', error: 'error' },
  'process-gone': { process: 'code', reason: 'code', exitCode: 'count' },
  'preload-error': { error: 'error' },
  blocked: { what: 'code' },
  power: { change: 'code' },
  'request-refused': { channel: 'code', code: 'code' },
  'request-crashed': { channel: 'code', error: 'error' },
  'preferences-unreadable': {},
  attempt: { entry: 'id', intent: 'code', number: 'count' },
  'attempt-ended': { entry: 'id', number: 'count', outcome: 'code' },
  gate: { environment: 'id', gate: 'code', because: 'code' },
  'list-read': { environment: 'id', count: 'count' },
  session: { environment: 'id', state: 'code' },
  'work-crashed': { where: 'code', error: 'error' },
};
