import type { AppPhase, Locking, Protection, SystemLock } from '../../shared/app-state.ts';
import type { DesktopAbilities, DesktopChoices } from '../../shared/desktop.ts';
import type { AttentionReason, EntryState, Intent, LastOutcome } from '../../shared/entry.ts';
import type { EnvironmentId, EnvironmentKind } from '../../shared/environment.ts';
import type { IncidentFacts } from '../../shared/incident.ts';
import type { SessionView, SignInMethod } from '../../shared/session.ts';
import type { SyncStatus } from '../../shared/sync-status.ts';
import type { LogTail } from '../logging/log-tail.ts';

/**
 * Everything that a report may tell: versions, states, codes, counts and times. There is no field for a name, a host, an
 * account, a path or a value; whoever gathers the facts leaves them behind.
 */
export interface ReportFacts {
  /** Wall clock, ms. */
  readonly at: number;
  readonly runningFor: number;
  readonly versions: Readonly<Record<'app' | 'electron' | 'chrome' | 'node', string>>;
  readonly nodeApi: number;
  readonly packaged: boolean;
  readonly system: { readonly platform: string; readonly release: string; readonly arch: string; readonly memoryMb: number };
  readonly phase: AppPhase['kind'];
  /** Why, where it is locked or in trouble. */
  readonly because: string | null;
  readonly setAside: number;
  readonly protection: Protection | null;
  readonly locking: Locking;
  readonly systemLock: SystemLock;
  readonly desktop: DesktopChoices & DesktopAbilities;
  readonly files: readonly FileFacts[];
  /** The version of the database's schema that this app knows. */
  readonly schema: number;
  /** Null while nothing is open, or nothing may be told of it. */
  readonly open: OpenFacts | null;
  readonly log: LogTail;
}

/** One of the app's own files, by what it is for. `bytes` null: it is not there. */
export interface FileFacts {
  readonly is: 'database' | 'write-ahead-log' | 'key-file' | 'receipts' | 'preferences';
  readonly bytes: number | null;
  /** Who may read it, as the system writes it: 600. Null where the system has no such thing. */
  readonly mode: string | null;
}

export interface OpenFacts {
  readonly worksOffline: boolean;
  readonly incidents: readonly IncidentFacts['kind'][];
  /** In the order of the app's own list; the report numbers them. */
  readonly environments: readonly EnvironmentFacts[];
}

export interface EnvironmentFacts {
  readonly id: EnvironmentId;
  readonly kind: EnvironmentKind;
  readonly session: SessionView['kind'];
  readonly method: SignInMethod | null;
  readonly status: Pick<SyncStatus, 'gate' | 'obstacle' | 'counts' | 'lastExchangeAt' | 'unclaimed'>;
  /** Entries of other accounts. */
  readonly foreign: number;
  readonly entries: readonly EntryFacts[];
}

export interface EntryFacts {
  readonly intent: Intent;
  readonly state: EntryState['kind'];
  readonly reason: AttentionReason['kind'] | null;
  /** The HTTP status of a refusal. */
  readonly status: number | null;
  readonly lastOutcome: LastOutcome | null;
  readonly attempts: number;
  readonly held: boolean;
  readonly addedAt: number;
}
