import type { EntryView } from '../../../src/shared/entry.ts';
import type { SecretView } from '../../../sandbox/control-client.ts';
import { clockMovedFor, wasHidden, type Effect, type Evidence } from './evidence.ts';
import type { Bench } from './finding.ts';
import type { Known, Ledger } from './ledger.ts';

export interface Outbox {
  readonly entries: readonly EntryView[];
  readonly history: readonly EntryView[];
}

/** Every promise: it is there, and what the app says of it is so. */
export function judgeEntries(
  active: readonly Known[],
  ledger: Ledger,
  outbox: Outbox,
  evidence: Evidence,
  platform: readonly SecretView[],
  bench: Bench,
): void {
  const views = new Map([...outbox.entries, ...outbox.history].map((view) => [view.id, view]));
  for (const known of active) {
    if (known.forgotten) continue;
    const view = known.id === null ? undefined : views.get(known.id);
    if (view === undefined) {
      if (known.acknowledged) bench.find('lost', known, 'the app has it no more');
      continue;
    }
    if (view.state.kind === 'discarded') {
      if (known.discardedAt === null) bench.find('lost', known, 'it was discarded, and not by the person');
    } else if (view.state.kind === 'delivered') {
      judgeDelivery(known, view, ledger, evidence, platform, bench);
    }
  }
}

function judgeDelivery(
  known: Known,
  view: EntryView,
  ledger: Ledger,
  evidence: Evidence,
  platform: readonly SecretView[],
  bench: Bench,
): void {
  if (view.state.kind !== 'delivered' || view.state.proof === 'person') return;
  const effects = evidence.effects.filter(({ name }) => name === view.name);
  if (view.intent === 'delete') {
    const stands = platform.find(({ name }) => name === view.name);
    const isGone = effects.some(({ does }) => does === 'delete') && stands?.created !== known.seenCreated;
    if (isGone) return;
    if (wasHidden(view.name, view.state.at, evidence)) bench.cannotTell(7, known);
    else if (view.state.proof === 'read-back' && clockMovedFor(known.askedAt, view.state.at, evidence)) bench.cannotTell(2, known);
    else bench.find('lost', known, 'it says that the secret is deleted, and the secret is there');
    return;
  }
  const own = effects.filter((effect) => isOf(known, effect));
  if (own.length === 0) {
    const elsewhere = effects.some(({ by }) => by === 'self-elsewhere');
    if (elsewhere) bench.cannotTell(view.intent === 'create' ? 1 : 3, known);
    else bench.find('lost', known, `it says delivered (${view.state.proof}), and nothing of it was carried out`);
    return;
  }
  judgeClaim(known, view, effects, ledger, evidence, bench);
  judgeNewestValue(known, ledger, evidence, bench);
}

/** What was read back as ours was ours, as the app saw it. */
function judgeClaim(known: Known, view: EntryView, effects: readonly Effect[], ledger: Ledger, { looks }: Evidence, bench: Bench): void {
  if (view.state.kind !== 'delivered' || view.state.proof !== 'read-back') return;
  const { at: deliveredAt } = view.state;
  const look = looks.filter(({ name, at }) => name === view.name && at <= deliveredAt).at(-1);
  if (look === undefined) return bench.find('untrue', known, 'it says read back, and the app never looked');
  const seen = effects.filter(({ at }) => at < look.at).at(-1);
  if (seen === undefined || isOf(known, seen) || effects.some(({ at }) => Math.abs(at - look.at) < 50)) return;
  if (seen.by === 'self-elsewhere') bench.cannotTell(view.intent === 'create' ? 1 : 3, known);
  else if (seen.by === 'colleague') bench.find('untrue', known, 'it claims what a colleague made');
  // A delete shows nothing that could be claimed: then it is not what was seen.
  else if (seen.does !== 'delete') judgeClaimOfOurs(known, view, seen, ledger, bench);
}

/** What another entry of ours made is not this one's; only the app's own past that an old backup took from it is like an account elsewhere. */
function judgeClaimOfOurs(known: Known, view: EntryView, seen: Effect, ledger: Ledger, bench: Bench): void {
  const owner = ledger.byValue(seen.valueHmac ?? '');
  if (owner?.forgotten === true) bench.cannotTell(view.intent === 'create' ? 1 : 3, known);
  else bench.find('untrue', known, `it claims what ${owner?.label ?? 'something else of ours'} made (journal ${String(seen.seq)})`);
}

/** The newest value that the app acknowledged is the one that was delivered last. */
function judgeNewestValue(known: Known, ledger: Ledger, { effects }: Evidence, bench: Bench): void {
  const newest = known.values.filter(({ acknowledged }) => acknowledged).at(-1);
  if (newest === undefined || effects.some(({ by, valueHmac }) => by === 'app' && valueHmac === newest.hmac)) return;
  const after = known.values.slice(known.values.indexOf(newest) + 1);
  if (after.some(({ hmac }) => effects.some(({ valueHmac }) => valueHmac === hmac))) return;
  const followers = ledger.known.filter(({ follows }) => follows === known);
  if (followers.some(({ endedAt, decisions, discardedAt }) => endedAt === null || decisions.length > 0 || discardedAt !== null)) return;
  bench.find('lost', known, 'its newest value was never sent');
}

function isOf({ values }: Known, { by, valueHmac }: Effect): boolean {
  return by === 'app' && values.some(({ hmac }) => hmac === valueHmac);
}
