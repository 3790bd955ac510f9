import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../sandbox/control-client.ts';
import type { EntryId, Intent } from '../../src/shared/entry.ts';
import { before, openFaultBench, ours, type FaultBench } from './fault-bench.ts';

// Somebody else changes the very secret in between: before our request, between it and its lost answer, or while
// it waits to be sent again. What they did is never claimed as ours and never overwritten.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const theirs = 'the colleague’s own';
const name = 'demosecret';
const api = { target: 'api', count: 1 } as const;

/** What a colleague does, in order. `as` may name our own account, working elsewhere. */
type Deed = 'creates' | 'replaces' | 'deletes';
async function somebody(deeds: readonly Deed[], as = 'colleague'): Promise<void> {
  for (const deed of deeds) {
    if (deed === 'creates') await bench.control.createSecret(name, theirs, as);
    else if (deed === 'replaces') await bench.control.updateSecret(name, theirs, as);
    else await bench.control.deleteSecret(name);
  }
}

const there = async (): Promise<'theirs' | 'ours' | 'before' | 'nothing' | 'unknown'> => {
  const secret = await bench.control.secret(name);
  if (secret === undefined) return 'nothing';
  const known = { theirs, ours, before };
  for (const [what, value] of Object.entries(known)) {
    if (secret.valueHmac === (await bench.control.hmac(value))) return what as keyof typeof known;
  }
  return 'unknown';
};

/** How it ended: the proof of its delivery, or what the person is asked. */
async function endOf(id: EntryId): Promise<string> {
  await bench.untilState(id, 'delivered', 'needs-attention');
  const { state } = bench.entry(id);
  if (state.kind === 'delivered') return `delivered: ${state.proof}`;
  return state.kind === 'needs-attention' ? state.reason.kind : state.kind;
}

interface Row {
  readonly intent: Intent;
  readonly deeds: readonly Deed[];
  readonly end: string;
  /** What the platform has in the end. */
  readonly there: Awaited<ReturnType<typeof there>>;
  /** How often it was asked for in all. */
  readonly asked: number;
}
const row = (intent: Intent, deeds: readonly Deed[], end: string, left: Row['there'], asked: number): Row => ({
  intent, deeds, end, there: left, asked,
});

/** The first write meets `fault`; once it is there the colleague acts, and then its connection ends. */
async function meanwhile({ intent, deeds }: Row, fault: FaultRule, as?: string): Promise<EntryId> {
  await bench.startOpen();
  bench.meetNextWrite(fault);
  const id = await bench.begin(intent);
  await bench.until(async () => (await bench.control.state()).waiting.hung === 1);
  await somebody(deeds, as);
  await bench.control.release('hung');
  return id;
}

async function expectRow(id: EntryId, expected: Row): Promise<void> {
  expect(await endOf(id)).toBe(expected.end);
  expect(await there()).toBe(expected.there);
  expect(await bench.writes(name)).toHaveLength(expected.asked);
  if (!expected.end.startsWith('delivered')) {
    // And no button that only means "go on" makes it go on.
    await bench.passTime(3_600_000);
    bench.sync.sendNow(bench.environment.id);
    await bench.goOn();
    expect(await there()).toBe(expected.there);
    expect(await bench.writes(name)).toHaveLength(expected.asked);
  }
  expect(bench.gate().kind).toBe('open');
}

describe('before it is sent', () => {
  it.each([
    row('create', ['creates'], 'conflict', 'theirs', 1),
    row('create', ['creates', 'deletes'], 'delivered: answer', 'ours', 1),
    row('replace', ['replaces'], 'changed-meanwhile', 'theirs', 0),
    row('replace', ['deletes'], 'gone', 'nothing', 0),
    row('replace', ['deletes', 'creates'], 'changed-meanwhile', 'theirs', 0),
    row('delete', ['replaces'], 'changed-meanwhile', 'theirs', 0),
    row('delete', ['deletes'], 'delivered: read-back', 'nothing', 0),
    row('delete', ['deletes', 'creates'], 'changed-meanwhile', 'theirs', 0),
  ])('a $intent, and a colleague $deeds: $end', async (expected) => {
    bench.node.setLink(false);
    bench.start();
    const id = await bench.begin(expected.intent);
    await somebody(expected.deeds);
    bench.node.setLink(true);
    bench.sync.linkCameUp();
    await expectRow(id, expected);
  });
});

describe('between our request, which was carried out, and its lost answer', () => {
  it.each([
    row('create', [], 'delivered: read-back', 'ours', 1),
    // Nothing shows that it had been there: see docs/reliability.md.
    row('create', ['deletes'], 'delivered: answer', 'ours', 2),
    row('create', ['replaces'], 'conflict', 'theirs', 1),
    row('create', ['deletes', 'creates'], 'conflict', 'theirs', 1),
    row('replace', [], 'delivered: read-back', 'ours', 1),
    row('replace', ['replaces'], 'changed-meanwhile', 'theirs', 1),
    row('replace', ['deletes'], 'gone', 'nothing', 1),
    row('replace', ['deletes', 'creates'], 'changed-meanwhile', 'theirs', 1),
    row('delete', [], 'delivered: read-back', 'nothing', 1),
    row('delete', ['creates'], 'changed-meanwhile', 'theirs', 1),
    row('delete', ['creates', 'replaces'], 'changed-meanwhile', 'theirs', 1),
    row('delete', ['creates', 'deletes'], 'delivered: read-back', 'nothing', 1),
  ])('of a $intent, and a colleague $deeds: $end', async (expected) => {
    await expectRow(await meanwhile(expected, { kind: 'hang-after-commit', ...api }), expected);
  });
});

describe('between our request, which was not carried out, and its lost answer', () => {
  it.each([
    row('create', ['creates'], 'conflict', 'theirs', 1),
    row('create', ['creates', 'deletes'], 'delivered: answer', 'ours', 2),
    row('replace', ['replaces'], 'changed-meanwhile', 'theirs', 1),
    row('replace', ['deletes'], 'gone', 'nothing', 1),
    row('replace', ['deletes', 'creates'], 'changed-meanwhile', 'theirs', 1),
    row('delete', ['replaces'], 'changed-meanwhile', 'theirs', 1),
    row('delete', ['deletes'], 'delivered: read-back', 'nothing', 1),
    row('delete', ['deletes', 'creates'], 'changed-meanwhile', 'theirs', 1),
  ])('of a $intent, and a colleague $deeds: $end', async (expected) => {
    await expectRow(await meanwhile(expected, { kind: 'hang-before-commit', ...api }), expected);
  });
});

describe('while it waits to be sent again: the condition is looked at once more', () => {
  it.each([
    row('create', ['creates'], 'conflict', 'theirs', 2),
    row('replace', ['replaces'], 'changed-meanwhile', 'theirs', 1),
    row('replace', ['deletes'], 'gone', 'nothing', 1),
    row('delete', ['replaces'], 'changed-meanwhile', 'theirs', 1),
    row('delete', ['deletes'], 'delivered: read-back', 'nothing', 1),
    row('delete', ['deletes', 'creates'], 'changed-meanwhile', 'theirs', 1),
  ])('a $intent, and a colleague $deeds: $end', async (expected) => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'reset-before-commit', ...api });
    const id = await bench.begin(expected.intent);
    await bench.inTime(() => bench.entry(id).lastOutcome === 'not-there-after-all');
    await somebody(expected.deeds);
    await expectRow(id, expected);
  });
});

describe('our own account, working elsewhere', () => {
  const demo = 'demo@sandbox.example';

  it.each([
    row('create', ['creates'], 'delivered: read-back', 'theirs', 1),
    row('replace', ['replaces'], 'delivered: read-back', 'theirs', 1),
  ])('within the window of a $intent whose answer was lost cannot be told from us, and no more is sent', async (expected) => {
    await expectRow(await meanwhile(expected, { kind: 'hang-before-commit', ...api }, demo), expected);
  });

  it.each([
    row('create', ['creates'], 'conflict', 'theirs', 1),
    row('replace', ['replaces'], 'changed-meanwhile', 'theirs', 0),
    row('delete', ['replaces'], 'changed-meanwhile', 'theirs', 0),
  ])('before a $intent was ever sent is somebody else like any other', async (expected) => {
    bench.node.setLink(false);
    bench.start();
    const id = await bench.begin(expected.intent);
    await somebody(expected.deeds, demo);
    await bench.passTime(60_000);
    bench.node.setLink(true);
    bench.sync.linkCameUp();
    await expectRow(id, expected);
  });
});
