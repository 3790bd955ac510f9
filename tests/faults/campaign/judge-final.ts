import type { EntryView } from '../../../src/shared/entry.ts';
import type { SecretView } from '../../../sandbox/control-client.ts';
import { wasHidden, type Evidence } from './evidence.ts';
import type { Bench } from './finding.ts';
import type { Outbox } from './judge-entries.ts';
import { lineageOf, type Known, type Ledger } from './ledger.ts';

/** A delivery that looking or an answer proved, and whose it is. */
interface Delivery {
  readonly view: EntryView;
  readonly known: Known;
  readonly at: number;
}

/**
 * Of each name whose last deed is our own delivery, what stands there in the end is that delivery's newest value, or
 * nothing after a delete.
 */
export function judgeFinalValues(
  active: readonly Known[],
  ledger: Ledger,
  { entries, history }: Outbox,
  evidence: Evidence,
  platform: readonly SecretView[],
  bench: Bench,
): void {
  const views = [...entries, ...history];
  for (const name of new Set(active.flatMap(({ names }) => names))) {
    const last = lastDelivery(views.filter((view) => view.name === name), ledger);
    if (last !== null && active.includes(last.known)) judgeFinalValue(last, ledger, evidence, platform, bench);
  }
}

/** The delivery that everything else of its name lies behind; null where the person said so, or an old backup hides what came after. */
function lastDelivery(views: readonly EntryView[], ledger: Ledger): Delivery | null {
  const ended = views.flatMap((view): Delivery[] => {
    const known = ledger.byId(view.id);
    return known !== undefined && view.state.kind === 'delivered' ? [{ view, known, at: view.state.at }] : [];
  });
  const last = ended.sort((one, other) => one.at - other.at).at(-1);
  if (last === undefined || last.known.forgotten) return null;
  return last.view.state.kind === 'delivered' && last.view.state.proof !== 'person' ? last : null;
}

function judgeFinalValue({ view, known, at }: Delivery, ledger: Ledger, evidence: Evidence, platform: readonly SecretView[], bench: Bench): void {
  const effects = evidence.effects.filter(({ name }) => name === view.name);
  const lineage = lineageOf(known, ledger);
  const isOurs = (hmac: string | null): boolean => lineage.some(({ values }) => values.some((value) => value.hmac === hmac));
  const own = effects.filter(({ by, does, valueHmac }) => by === 'app' && (view.intent === 'delete' ? does === 'delete' : isOurs(valueHmac))).at(-1);
  const after = own === undefined ? effects : effects.slice(effects.indexOf(own) + 1);
  // Whoever touched it since is whoever has it now; whether that may be is judged elsewhere.
  if (own === undefined || after.some(({ by }) => by !== 'app')) return;
  const stands = platform.find(({ name }) => name === view.name);
  if (view.intent === 'delete' ? stands === undefined : expected(known, ledger).includes(stands?.valueHmac ?? '')) return;

  const writer = ledger.byValue(after.at(-1)?.valueHmac ?? '');
  if (after.at(-1)?.late === true) bench.cannotTell(6, known);
  else if (writer?.forgotten === true) bench.cannotTell(3, known);
  else if (wasHidden(view.name, at, evidence)) bench.cannotTell(7, known);
  else bench.find('lost', known, `it was delivered last, and ${stands === undefined ? 'nothing' : `what ${writer?.label ?? 'something else'} sent`} stands at ${view.name}`);
}

/** The newest value that the app acknowledged, and any newer one that it may have. */
function expected(known: Known, ledger: Ledger): readonly string[] {
  const { values } = known;
  const hasFollower = ledger.known.some(({ follows }) => follows === known);
  const newest = values.findLastIndex(({ acknowledged }) => acknowledged);
  return values.slice(hasFollower ? 0 : Math.max(0, newest)).map(({ hmac }) => hmac);
}
