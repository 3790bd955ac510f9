import type { EntryView } from '../../../src/shared/entry.ts';
import { assertNever } from '../../../src/shared/assert-never.ts';
import { clockMovedFor, searchOf, wasHidden, type Evidence } from './evidence.ts';
import type { Bench } from './finding.ts';
import type { Known, Ledger } from './ledger.ts';

/** What the app tells as its reason really happened. */
export function judgeReason(view: EntryView, ledger: Ledger, evidence: Evidence, bench: Bench): void {
  if (view.state.kind !== 'needs-attention') return;
  const known = ledger.byId(view.id) ?? null;
  const { reason, since } = view.state;
  const { journal, effects } = evidence;
  const writes = journal.filter(({ target, method, names }) => target === 'api' && method === 'POST' && names.includes(view.name));
  const answered = (status: number): boolean => writes.some((entry) => entry.status === status);
  const others = effects.some((effect) => effect.name === view.name && !isOwnSending(known, effect.valueHmac, effect.by));
  const clockMoved = clockMovedFor(known?.askedAt ?? view.addedAt, since, evidence);
  const untrue = (): void => bench.find('untrue', known, `"${reason.kind}" is not what happened`);

  switch (reason.kind) {
    case 'conflict':
    case 'changed-meanwhile':
      if (others || known?.restored === true) return;
      return clockMoved ? bench.cannotTell(2, known) : untrue();
    case 'gone':
      if (effects.some(({ name, does }) => name === view.name && does === 'delete')) return;
      if (wasHidden(view.name, since, evidence)) return bench.cannotTell(7, known);
      return clockMoved ? bench.cannotTell(2, known) : untrue();
    case 'refused':
      return answered(reason.status) ? undefined : untrue();
    case 'forbidden':
      return answered(403) ? undefined : untrue();
    case 'no-such-function':
      return answered(404) || answered(405) ? undefined : untrue();
    case 'cannot-tell': {
      // What this computer knew of its attempts was damaged.
      if (reason.because === 'no-proof' && known?.salvaged === true) return;
      if (reason.because === 'not-listed') return answered(409) ? undefined : untrue();
      const refused = journal.some(({ operation, path, status }) => operation === 'list' && status === 403 && searchOf(path) === view.name);
      return reason.because === 'list-refused' && refused ? undefined : untrue();
    }
    case 'value-damaged':
      return known?.salvaged === true ? undefined : untrue();
    default:
      return assertNever(reason);
  }
}

function isOwnSending(known: Known | null, valueHmac: string | null, by: string): boolean {
  return by === 'app' && known !== null && known.values.some(({ hmac }) => hmac === valueHmac);
}
