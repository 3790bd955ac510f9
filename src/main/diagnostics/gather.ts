import { readdirSync, statSync } from 'node:fs';
import type { Environment } from '../../shared/environment.ts';
import type { OpenProfile } from '../ipc/handlers.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import type { ProfileFiles } from '../system/profile.ts';
import type { EntryFacts, EnvironmentFacts, FileFacts, OpenFacts } from './facts.ts';

/** What an open profile may tell, with every name left behind. */
export function openFacts(profile: Pick<OpenProfile, 'environments' | 'auth' | 'outbox' | 'incidents' | 'workOffline' | 'status'>): OpenFacts {
  return {
    worksOffline: profile.workOffline.isOff,
    incidents: profile.incidents.unread().map(({ kind }) => kind),
    environments: profile.environments.list().map((environment) => environmentFacts(profile, environment)),
  };
}

function environmentFacts(profile: Pick<OpenProfile, 'auth' | 'outbox' | 'status'>, { id, kind }: Environment): EnvironmentFacts {
  const { gate, obstacle, counts, lastExchangeAt, unclaimed, foreign } = profile.status(id);
  const session = profile.auth.view(id);
  return {
    id,
    kind,
    session: session.kind,
    method: session.kind === 'signed-in' ? session.method : null,
    status: { gate, obstacle, counts, lastExchangeAt, unclaimed },
    foreign: foreign.reduce((sum, { count }) => sum + count, 0),
    entries: profile.outbox.rows.open(id).map(entryFacts),
  };
}

function entryFacts({ intent, state, lastOutcome, attempts, heldAt, addedAt }: Entry): EntryFacts {
  const reason = state.kind === 'needs-attention' ? state.reason : null;
  return {
    intent,
    state: state.kind,
    reason: reason?.kind ?? null,
    status: reason?.kind === 'refused' ? reason.status : null,
    lastOutcome,
    attempts,
    held: heldAt !== null,
    addedAt,
  };
}

/** The app's own files, by what they are for. */
export function fileFacts(files: ProfileFiles): readonly FileFacts[] {
  const all: readonly (readonly [FileFacts['is'], string])[] = [
    ['database', files.database],
    ['write-ahead-log', `${files.database}-wal`],
    ['key-file', files.keyFile],
    ['receipts', files.receipts],
    ['preferences', `${files.folder}/preferences.json`],
  ];
  return all.map(([is, path]) => {
    try {
      const { size, mode } = statSync(path);
      return { is, bytes: size, mode: process.platform === 'win32' ? null : (mode & 0o777).toString(8) };
    } catch {
      return { is, bytes: null, mode: null };
    }
  });
}

/** How many files lie beside them that could not be read once. */
export function countSetAside({ folder }: ProfileFiles): number {
  try {
    return readdirSync(folder).filter((name) => name.includes('.quarantine-')).length;
  } catch {
    return 0;
  }
}
