import { choicesFor, type AttentionChoice, type EntryView } from '../../../src/shared/entry.ts';
import { isOpen, type Play } from './play.ts';
import type { Outbox } from './judge-entries.ts';
import { drawValue } from './value.ts';

/** The person decides about everything that waits for them. */
export async function decide(play: Play, outbox: Outbox): Promise<void> {
  for (const view of outbox.entries.filter(isOpen)) {
    if (view.state.kind !== 'needs-attention') continue;
    // A pair of entries for one is the model's to judge (tests/faults/model): here each entry has one owner.
    const choices = choicesFor(view.intent, view.state.reason).filter((choice) => choice !== 'delete-and-create');
    const choice = play.random.pick(choices);
    const done = await choose(play, view, choice);
    play.timeline.note(`${play.ledger.byId(view.id)?.label ?? view.id}: ${view.state.reason.kind} is answered with ${choice}: ${done ? 'done' : 'refused'}`);
  }
}

async function choose(play: Play, view: EntryView, choice: AttentionChoice): Promise<boolean> {
  const { world, ledger, random, round } = play;
  const known = ledger.byId(view.id);
  const entryId = view.id;
  // Before it is asked: what follows from it may arrive before the answer does.
  known?.decisions.push({ at: Date.now(), choice });
  switch (choice) {
    case 'rename': {
      const name = `r${String(round)}-${random.text(8)}`;
      known?.names.push(name);
      return (await world.request('outbox.rename', { entryId, name }))?.ok === true;
    }
    case 'change-value': {
      const value = drawValue('short', random);
      const newer = { hmac: await world.client.hmac(value), at: Date.now(), acknowledged: false };
      known?.values.push(newer);
      newer.acknowledged = (await world.request('outbox.change-value', { entryId, value }))?.ok === true;
      return newer.acknowledged;
    }
    case 'discard':
      if (known !== undefined) known.discardedAt = Date.now();
      return (await world.request('outbox.discard', { entryId, confirmed: true }))?.ok === true;
    default:
      return (await world.request('outbox.resolve', { entryId, choice }))?.ok === true;
  }
}
