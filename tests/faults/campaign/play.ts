import type { EntryView } from '../../../src/shared/entry.ts';
import type { Backup } from './backup.ts';
import type { Finding } from './finding.ts';
import type { Known, Ledger } from './ledger.ts';
import type { Outbox } from './judge-entries.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import type { World } from './world.ts';

/** What a round plays with. The world and the ledger outlive it, so that old secrets are replaced and deleted too. */
export interface Play {
  readonly world: World;
  readonly ledger: Ledger;
  readonly timeline: Timeline;
  readonly random: Random;
  readonly round: number;
  /** Whatever is still to come to an end, or did in this round. */
  readonly active: Set<Known>;
  readonly findings: Finding[];
  readonly backup: { kept: Backup | null };
  /** Counts what really happened, so that nobody takes a quiet campaign for a hard one. */
  readonly met: (what: string) => void;
  /** Faults that only the screen can say something about. */
  diskIsFull: boolean;
  /** The platform refuses every connection. */
  isRefused: boolean;
  /** Whether this round also goes on with names on which an older write of ours may still land: that takes minutes. */
  readonly isPatient: boolean;
}

/** Makes sure that an unlocked app runs. False: it cannot now, and a fault is the reason. */
export async function isReady({ world, timeline }: Play): Promise<boolean> {
  if (world.running !== null && !world.meetsFullDisk) return true;
  timeline.note(world.running === null ? 'starts the app' : 'waits for the app, which met a full disk');
  try {
    await world.startReady();
    return true;
  } catch (error) {
    timeline.note(`it did not start: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown'}`);
    // One that met a full disk stays, and goes on by itself when there is room again.
    if (!world.meetsFullDisk) await world.end('SIGKILL');
    return false;
  }
}

/** The outbox as the app tells it; what it did not tell at once is learnt from it. Null: no answer. */
export async function readOutbox(play: Play): Promise<Outbox | null> {
  const { world, ledger, timeline, findings, active } = play;
  const reply = await world.request('outbox.list', {});
  if (reply?.ok !== true) return null;
  const views = [...reply.value.entries, ...reply.value.history];
  for (const view of ledger.reconcile(views)) {
    timeline.note(`there is an entry that nobody asked for: ${view.intent} ${view.name} (${view.id})`);
    findings.push({ kind: 'unasked', known: null, words: `an entry that nobody asked for: ${view.intent} ${view.name} (${view.id})` });
  }
  for (const known of ledger.known) if (known.follows !== null && known.endedAt === null) active.add(known);
  return reply.value;
}

export function isOpen({ state }: EntryView): boolean {
  return state.kind !== 'delivered' && state.kind !== 'discarded';
}

/** The element that `pick` (0 ≤ pick < 1) points at. */
export function picked<T>(from: readonly T[], pick: number): T | undefined {
  return from[Math.floor(pick * from.length)];
}
