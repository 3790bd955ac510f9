import type { Effect, Evidence } from './evidence.ts';
import type { Bench } from './finding.ts';
import { lineageOf, type Known, type Ledger } from './ledger.ts';

/** Every write of the app that the platform carried out: asked for, not done before, and over nobody's head. */
export function judgeWrites(ledger: Ledger, evidence: Evidence, since: number, bench: Bench): void {
  for (const effect of evidence.effects) {
    if (effect.by !== 'app' || effect.at < since) continue;
    const owner = effect.does === 'delete' ? ownerOfDelete(ledger, effect) : ledger.byValue(effect.valueHmac ?? '');
    if (owner === undefined || !owner.names.includes(effect.name)) {
      bench.find('unasked', owner ?? null, `a ${effect.does} of ${effect.name} that nobody asked for (journal ${String(effect.seq)})`);
      continue;
    }
    if (owner.discardedAt !== null && !effect.late && isSentAfter(effect, owner.discardedAt)) {
      bench.find('unasked', owner, `a ${effect.does} after the person discarded it (journal ${String(effect.seq)})`);
    }
    const lineage = lineageOf(owner, ledger);
    judgeRepeat(effect, lineage, evidence, bench);
    if (effect.does !== 'create') judgeOverwrite(effect, lineage, evidence, bench);
  }
}

/** How long a request may have been on its way before the platform noted it, ms. */
const underWayMs = 3_000;

function isSentAfter({ at }: Effect, moment: number): boolean {
  return at > moment + underWayMs;
}

function ownerOfDelete(ledger: Ledger, { name, at }: Effect): Known | undefined {
  return ledger.ofName(name).filter(({ intent, askedAt }) => intent === 'delete' && askedAt <= at).at(-1);
}

/** The same thing done twice: only a person, or somebody who undid it in between, can have made it right. */
function judgeRepeat(effect: Effect, lineage: readonly Known[], { effects }: Evidence, bench: Bench): void {
  const owner = lineage[0] ?? null;
  const before = effects.filter(
    (other) =>
      other !== effect && other.at <= effect.at && other.by === 'app' && other.does === effect.does &&
      other.name === effect.name && other.valueHmac === effect.valueHmac &&
      (effect.does !== 'delete' || other.at >= (owner?.askedAt ?? 0)),
  ).at(-1);
  if (before === undefined) return;
  const between = (at: number): boolean => at >= before.at && at <= effect.at;
  if (lineage.some(({ decisions }) => decisions.some(({ at }) => between(at)))) return;
  const others = effects.filter(({ by, name, at }) => by !== 'app' && name === effect.name && between(at));
  if (effect.late || before.late) bench.cannotTell(6, owner);
  else if (effect.does === 'create' && others.some(({ does }) => does === 'delete')) bench.cannotTell(4, owner);
  else if (effect.does !== 'create' && others.length > 0) bench.cannotTell(5, owner);
  else bench.find('duplicated', owner, `a second ${effect.does} of ${effect.name} (journal ${String(before.seq)} and ${String(effect.seq)})`);
}

/** Nobody else changed the secret since the person saw it, or the person was asked about that. */
function judgeOverwrite(effect: Effect, lineage: readonly Known[], { effects, looks }: Evidence, bench: Bench): void {
  const owner = lineage[0] ?? null;
  const seenAt = Math.max(...lineage.map((known) => seenBefore(known, effect.at)));
  const foreign = effects.filter(({ by, name, at }) => by !== 'app' && name === effect.name && at > seenAt && at <= effect.at).at(-1);
  if (foreign === undefined) return;
  const look = looks.filter(({ name, seq }) => name === effect.name && seq < (effect.seq ?? 0)).at(-1);
  if (effect.late) bench.cannotTell(6, owner);
  else if (look !== undefined && foreign.at >= look.at) bench.cannotTell(5, owner);
  else bench.find('overwritten', owner, `a ${effect.does} of ${effect.name} over what ${foreign.by} did (journal ${String(effect.seq)})`);
}

/** The last moment before `at` up to which the person knew what was there. */
function seenBefore(known: Known, at: number): number {
  const asked = known.decisions.filter((decision) => decision.choice === 'replace-there' && decision.at <= at);
  return Math.max(known.intent === 'create' ? 0 : known.seenAt, ...asked.map((decision) => decision.at));
}
