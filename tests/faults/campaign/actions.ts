import type { EntryView, SeenSecret } from '../../../src/shared/entry.ts';
import type { Reply } from '../../../src/shared/reply.ts';
import { secretsOf } from '../../../src/shared/secret-columns.ts';
import { addSecret } from '../../support/person.ts';
import type { Known } from './ledger.ts';
import { isOpen, isReady, picked, readOutbox, type Play } from './play.ts';
import type { Step, ValueKind } from './plan.ts';
import { drawValue } from './value.ts';

/** What the owner does: in the dialog, or over the same road by the page's own requests. */
export async function act(play: Play, step: Step): Promise<void> {
  if (!(await isReady(play))) return;
  switch (step.do) {
    case 'add':
      return add(play, step.how, step.value);
    case 'replace':
    case 'delete':
      return onSecret(play, step.do, step.pick);
    case 'change-value':
      return changeValue(play, step.pick);
    case 'rename':
      return rename(play, step.pick);
    case 'hold':
    case 'release':
      return hold(play, step.do === 'hold', step.pick);
    case 'discard':
      return discard(play, step.pick);
    case 'send-now':
      await play.world.request('outbox.send-now', { environmentId: play.world.environmentId() });
      return;
    default:
      throw new Error(`"${step.do}" is nothing that the owner does.`);
  }
}

function told({ timeline }: Play, what: string, reply: Reply<unknown> | null): 'done' | 'refused' | 'unknown' {
  timeline.note(`${what}: ${reply === null ? 'no answer' : reply.ok ? 'done' : `refused, ${reply.code}`}`);
  return reply === null ? 'unknown' : reply.ok ? 'done' : 'refused';
}

function newName({ round, random }: Play): string {
  return `r${String(round)}-${random.text(8)}`;
}

function begin({ ledger, round, active }: Play, given: Pick<Known, 'intent' | 'names' | 'values'> & Partial<Known>): Known {
  const label = `r${String(round)}e${String(active.size + 1)}`;
  const known = ledger.record({
    label, id: null, acknowledged: false, askedAt: Date.now(), seenAt: 0, seenCreated: null, decisions: [],
    discardedAt: null, follows: null, forgotten: false, restored: false, salvaged: false, endedAt: null, ...given,
  });
  active.add(known);
  return known;
}

async function add(play: Play, how: 'dialog' | 'request', kind: ValueKind): Promise<void> {
  const { world, random } = play;
  const name = newName(play);
  // The clipboard belongs to the whole display: in the dialog only what can be typed.
  const inDialog = how === 'dialog' && kind === 'short' && world.buttonsWork && !play.diskIsFull;
  const value = drawValue(kind, random);
  const hmac = await world.client.hmac(value);
  const known = begin(play, { intent: 'create', names: [name], values: [{ hmac, at: Date.now(), acknowledged: true }] });
  if (inDialog) return addInDialog(play, known, value);
  const reply = await world.request('outbox.add', { environmentId: world.environmentId(), name, value });
  settle(known, told(play, `${known.label} adds ${name} (${kind})`, reply), reply?.ok === true ? reply.value.entryId : null);
}

async function addInDialog(play: Play, known: Known, value: string): Promise<void> {
  const { world, timeline } = play;
  const [name = ''] = known.names;
  try {
    if (world.running === null) throw new Error('It is gone.');
    await addSecret(world.running, { name, value });
    known.acknowledged = true;
    timeline.note(`${known.label} adds ${name} in the dialog: it closed`);
  } catch {
    // Whether it was added, the outbox will tell; a dialog that stands open is in the way of everything else.
    world.pageDies();
    timeline.note(`${known.label} adds ${name} in the dialog: it did not close`);
  }
}

function settle(known: Known, outcome: 'done' | 'refused' | 'unknown', id: Known['id']): void {
  known.acknowledged = outcome === 'done';
  known.id = id;
  if (outcome === 'refused') known.endedAt = Date.now();
}

async function onSecret(play: Play, intent: 'replace' | 'delete', pick: number | 'newest'): Promise<void> {
  const { world, random } = play;
  const environmentId = world.environmentId();
  const list = await world.request('secrets.list', { environmentId });
  if (list?.ok !== true) return;
  const outbox = await world.request('outbox.list', {});
  const views = outbox?.ok === true ? [...outbox.value.entries, ...outbox.value.history] : [];
  const busy = new Set(views.filter((view) => isOpen(view) || (!play.isPatient && mayStillLand(view))).map(({ name }) => name));
  const free = secretsOf(list.value.secrets).filter(({ name }) => !busy.has(name));
  const newest = play.ledger.known.at(-1)?.names ?? [];
  const secret = pick === 'newest' ? free.find(({ name }) => newest.includes(name)) : picked(free, pick);
  if (secret === undefined) return;
  const seen: SeenSecret = { created: secret.created, updated: secret.updated, updatedBy: secret.updatedBy };
  const { name } = secret;
  const there = await world.client.secret(name);
  const isCurrent = there?.created === seen.created && there.updated === seen.updated;
  const value = drawValue('short', random);
  const values = intent === 'delete' ? [] : [{ hmac: await world.client.hmac(value), at: Date.now(), acknowledged: true }];
  const known = begin(play, { intent, names: [name], values, seenAt: isCurrent ? Date.now() : 0, seenCreated: seen.created });
  const reply = intent === 'delete'
    ? await world.request('outbox.delete', { environmentId, name, seen })
    : await world.request('outbox.replace', { environmentId, name, value, seen });
  const what = `${known.label} ${intent}s ${name}${isCurrent ? '' : ', from an old list'}`;
  settle(known, told(play, what, reply), reply?.ok === true ? reply.value.entryId : null);
}

/** For how long the app waits for an older write of its own to land, ms: its time-out and two minutes, and a margin. */
const mayLandForMs = 170_000;

/** What was sent without an answer and ended otherwise: the app keeps everything else of that name back for minutes. */
function mayStillLand({ state, attempts }: EntryView): boolean {
  if (state.kind !== 'delivered' && state.kind !== 'discarded') return false;
  const isSettled = state.kind === 'delivered' && state.proof !== 'person' && attempts <= 1;
  return attempts > 0 && !isSettled && Date.now() - state.at < mayLandForMs;
}

/** One of the entries that are open now, with what is known of it. */
async function openEntry(play: Play, pick: number, fits: (view: EntryView) => boolean = () => true): Promise<{ view: EntryView; known: Known } | null> {
  const outbox = await readOutbox(play);
  const view = picked(outbox?.entries.filter((entry) => isOpen(entry) && fits(entry)) ?? [], pick);
  const known = view === undefined ? undefined : play.ledger.byId(view.id);
  return view === undefined || known === undefined ? null : { view, known };
}

async function changeValue(play: Play, pick: number): Promise<void> {
  // A replace that was sent already keeps its newer value back for minutes, lest the older one lands after it.
  const open = await openEntry(play, pick, ({ intent, attempts }) => intent === 'create' || (intent === 'replace' && (attempts === 0 || play.isPatient)));
  if (open === null) return;
  const { known } = open;
  const value = drawValue('short', play.random);
  const newer = { hmac: await play.world.client.hmac(value), at: Date.now(), acknowledged: false };
  known.values.push(newer);
  const reply = await play.world.request('outbox.change-value', { entryId: open.view.id, value });
  const outcome = told(play, `${known.label} changes its value`, reply);
  newer.acknowledged = outcome === 'done';
  if (outcome === 'done') known.decisions.push({ at: newer.at, choice: 'change-value' });
  if (outcome === 'refused') known.values.splice(known.values.indexOf(newer), 1);
}

async function rename(play: Play, pick: number): Promise<void> {
  const open = await openEntry(play, pick, ({ intent }) => intent === 'create');
  if (open === null) return;
  const name = newName(play);
  open.known.names.push(name);
  const reply = await play.world.request('outbox.rename', { entryId: open.view.id, name });
  if (told(play, `${open.known.label} is renamed to ${name}`, reply) === 'refused') open.known.names.pop();
}

async function hold(play: Play, held: boolean, pick: number): Promise<void> {
  const open = await openEntry(play, pick, ({ heldAt }) => (heldAt === null) === held);
  if (open === null) return;
  told(play, `${open.known.label} is ${held ? 'put on hold' : 'released'}`, await play.world.request('outbox.hold', { entryId: open.view.id, held }));
}

async function discard(play: Play, pick: number): Promise<void> {
  const open = await openEntry(play, pick);
  if (open === null) return;
  open.known.discardedAt = Date.now();
  const reply = await play.world.request('outbox.discard', { entryId: open.view.id, confirmed: true });
  if (told(play, `${open.known.label} is discarded`, reply) === 'refused') open.known.discardedAt = null;
}
