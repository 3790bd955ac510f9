import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listed, lostAnswer, openCarryBench, ourKrn, theirKrn } from '../../../tests/support/carry-bench.ts';
import type { WriteOutcome } from '../platform-api/platform-api.ts';
import { settleMs } from './carry.ts';
import { clockSkewMs, lateCommitMs } from './proof.ts';

// One step at a time: what is asked of the platform, and what is recorded of its answer.

let bench: ReturnType<typeof openCarryBench>;
beforeEach(() => {
  bench = openCarryBench();
});
afterEach(() => bench.close());

const exists: WriteOutcome = { kind: 'exists', clockOffsetMs: 0 };
const minute = 60_000;

describe('a create', () => {
  it('is recorded as being sent while the request is under way', async () => {
    const id = bench.create();
    const underWay: string[] = [];
    bench.say(() => {
      underWay.push(bench.entry(id).state.kind, ...bench.outbox.attempts.attempts(bench.entry(id)).map(({ name }) => name));
      return { kind: 'done', sighting: null, clockOffsetMs: 0 };
    });
    await bench.step(id);
    expect(underWay).toEqual(['sending', 'plc-key']);
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
  });

  it('that meets a 409 is read back, and is delivered where it was ours', async () => {
    const id = bench.create();
    bench.say(exists);
    await bench.step(id);
    bench.there.push(listed('plc-key', bench.time(1_000), ourKrn));
    await bench.step(id);
    expect(bench.asked).toEqual(['create plc-key', 'list plc-key']);
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
  });

  it.each([
    ['our own from before the attempt', () => listed('plc-key', bench.time(-minute), ourKrn)],
    ['somebody else’s, made meanwhile', () => listed('plc-key', bench.time(1_000), theirKrn)],
    ['ours, changed since', () => ({ ...listed('plc-key', bench.time(1_000), ourKrn), updated: bench.time(9_000) })],
  ])('claims no secret that is %s: a person is asked, and the value stays', async (_, secret) => {
    const id = bench.create();
    bench.say(exists);
    await bench.step(id);
    bench.there.push(secret());
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'conflict' } });
    expect(bench.value(id)?.toString()).toBe('value');
  });

  it('claims no secret that an earlier entry of the same name made: its value is another', async () => {
    const first = bench.create();
    bench.say({ kind: 'done', sighting: null, clockOffsetMs: 0 });
    await bench.step(first);
    bench.there.push(listed('plc-key', bench.time(0), ourKrn));
    const second = bench.create();
    bench.say(exists);
    await bench.step(second);
    await bench.step(second);
    expect(bench.entry(second).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'conflict' } });
  });

  it('whose answer was lost is sent again only after it was looked for twice, a settle delay apart', async () => {
    const id = bench.create();
    bench.say(lostAnswer);
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'uncertain', nextLookAt: null });
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'uncertain', nextLookAt: bench.clock.now() + settleMs });
    await bench.step(id);
    expect(bench.entry(id).state.kind).toBe('waiting');
    expect(bench.asked).toEqual(['create plc-key', 'list plc-key', 'list plc-key']);
  });

  it('is not taken for found where a longer name holds it', async () => {
    const id = bench.create();
    bench.say(lostAnswer);
    await bench.step(id);
    bench.there.push(listed('plc-key-2', bench.time(1_000), ourKrn));
    await bench.step(id);
    expect(bench.entry(id).state.kind).toBe('uncertain');
  });

  it('whose name is taken and never listed does not go round in circles', async () => {
    const id = bench.create();
    bench.say(exists);
    await bench.step(id);
    await bench.step(id);
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'cannot-tell', because: 'not-listed' } });
  });

  it('that cannot be read back, the list being refused, is asked about and not sent again', async () => {
    const id = bench.create();
    bench.say(lostAnswer);
    await bench.step(id);
    bench.sayToList(() => ({ kind: 'forbidden', platformWords: null, clockOffsetMs: 0 }));
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'cannot-tell', because: 'list-refused' } });
  });

  it('stays uncertain as long as it cannot be looked for', async () => {
    const id = bench.create();
    bench.say(lostAnswer);
    await bench.step(id);
    bench.sayToList(() => ({ kind: 'no-answer', reason: 'timeout' }));
    for (let look = 0; look < 5; look++) await bench.step(id);
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'uncertain' }, setbacks: 5, looks: 0 });
    expect(bench.asked.filter((one) => one.startsWith('create'))).toHaveLength(1);
  });

  it('that the platform refuses stays with its value, for the person to decide', async () => {
    const id = bench.create();
    bench.say({ kind: 'refused', status: 400, platformWords: 'Bad name', clockOffsetMs: 0 });
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'refused', platformWords: 'Bad name' } });
    expect(bench.value(id)?.toString()).toBe('value');
  });

  it('that meets a 401 waits: the gate shuts, and nobody refused the entry', async () => {
    const id = bench.create();
    bench.say({ kind: 'unauthorized', clockOffsetMs: 0 });
    expect(await bench.step(id)).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, lastOutcome: 'signed-out' });
  });

  it.each([
    [true, 'uncertain'],
    [false, 'waiting'],
  ])('that the platform asks to wait, when it may be done: %s, is %s afterwards, and the gate is told how long', async (mayBeDone, state) => {
    const id = bench.create();
    bench.say({ kind: 'throttled', retryAfterMs: minute, mayBeDone, clockOffsetMs: 0 });
    expect(await bench.step(id), 'told once, and not again when it was recorded').toEqual({ kind: 'nothing' });
    expect(bench.told).toEqual([{ kind: 'throttled', ms: minute }]);
    expect(bench.entry(id).state.kind).toBe(state);
  });
});

it('an entry that is asked to wait a second time in a row waits longer than it was asked to', async () => {
  const id = bench.create();
  for (let time = 0; time < 2; time++) {
    bench.say({ kind: 'throttled', retryAfterMs: 0, mayBeDone: false, clockOffsetMs: 0 });
    await bench.step(id);
  }
  expect(bench.entry(id)).toMatchObject({ state: { nextTryAt: bench.clock.now() + 500 }, setbacks: 1 });
});

describe('somebody else who signed in', () => {
  it('sends nothing of ours', async () => {
    const id = bench.create();
    bench.signIn({ id: bench.account('joao') });
    await bench.step(id);
    expect(bench.asked).toEqual([]);
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
  });

  it('does not read back what we sent: what is theirs would count as ours', async () => {
    const id = bench.create();
    bench.say(lostAnswer);
    await bench.step(id);
    bench.there.push(listed('plc-key', bench.time(1_000), theirKrn));
    bench.signIn({ id: bench.account('joao'), krn: theirKrn });
    await bench.step(id);
    expect(bench.asked).toEqual(['create plc-key']);
    expect(bench.entry(id).state.kind).toBe('uncertain');
  });

  it('while we looked at the platform, sends nothing either', async () => {
    const secret = listed('plc-key', bench.time(-minute), theirKrn);
    const id = bench.delete(secret);
    bench.sayToList(() => {
      bench.signIn({ id: bench.account('joao') });
      return { kind: 'list', secrets: [secret], clockOffsetMs: 0 };
    });
    await bench.step(id);
    expect(bench.asked).toEqual(['list plc-key']);
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
  });
});

it('does not ask the list about a 404 that came after the gate shut: the platform asked for time', async () => {
  const id = bench.create();
  bench.say(() => {
    bench.shutGate();
    return { kind: 'not-found', status: 404, clockOffsetMs: 0 };
  });
  await bench.step(id);
  expect(bench.asked).toEqual(['create plc-key']);
  expect(bench.entry(id).state).toEqual({ kind: 'waiting', nextTryAt: null });
});

it.each(['waiting', 'uncertain'] as const)('asks nothing about an entry that is %s when the gate shut while its token came', async (state) => {
  const id = bench.create();
  if (state === 'uncertain') await bench.step(id);
  expect(bench.entry(id).state.kind).toBe(state);
  const before = bench.asked.length;
  bench.shutGate();
  await bench.step(id);
  expect(bench.asked).toHaveLength(before);
  expect(bench.entry(id).state.kind).toBe(state);
});

it('sends nothing once the gate shut, not even what was looked for before', async () => {
  const secret = listed('plc-key', bench.time(-minute), theirKrn);
  const id = bench.delete(secret);
  bench.sayToList(() => {
    bench.shutGate();
    return { kind: 'list', secrets: [secret], clockOffsetMs: 0 };
  });
  await bench.step(id);
  expect(bench.asked).toEqual(['list plc-key']);
  expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
});

describe.each(['replace', 'delete'] as const)('a %s', (intent) => {
  const decided = () => {
    const secret = listed('plc-key', bench.time(-minute), theirKrn);
    bench.there.push(secret);
    return bench[intent](secret);
  };
  const changeIt = () => {
    Object.assign(bench.there[0] ?? {}, { updated: bench.time(500), updatedBy: theirKrn });
  };

  it('is sent where the secret is as it was seen', async () => {
    const id = decided();
    bench.say({ kind: 'done', sighting: null, clockOffsetMs: 0 });
    await bench.step(id);
    expect(bench.asked).toEqual(['list plc-key', `${intent} plc-key`]);
    expect(bench.entry(id).state.kind).toBe('delivered');
  });

  it('is not sent where somebody changed the secret since: a person is asked', async () => {
    const id = decided();
    changeIt();
    bench.say({ kind: 'done', sighting: null, clockOffsetMs: 0 });
    await bench.step(id);
    expect(bench.asked).toEqual(['list plc-key']);
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'changed-meanwhile' } });
  });

  it('whose answer was lost looks twice before it is sent again, and once more then', async () => {
    const id = decided();
    bench.say(lostAnswer);
    bench.say({ kind: 'done', sighting: null, clockOffsetMs: 0 });
    for (let step = 0; step < 4; step++) await bench.step(id);
    const look = 'list plc-key';
    expect(bench.asked).toEqual([look, `${intent} plc-key`, look, look, look, `${intent} plc-key`]);
    expect(bench.entry(id).state.kind).toBe('delivered');
  });

  it('whose answer was lost asks, where somebody changed the secret in between', async () => {
    const id = decided();
    bench.say(lostAnswer);
    await bench.step(id);
    changeIt();
    await bench.step(id);
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'changed-meanwhile' } });
  });
});

it('a newer value is not sent while an older one of it may still land', async () => {
  const secret = listed('plc-key', bench.time(-minute), theirKrn);
  bench.there.push(secret);
  const id = bench.replace(secret);
  bench.say(lostAnswer);
  for (let step = 0; step < 3; step++) await bench.step(id);
  bench.outbox.changeValue(id, 'newer');
  const landsUntil = bench.clock.now() + lateCommitMs + 2 * clockSkewMs;
  await bench.step(id);
  expect(bench.entry(id).state).toEqual({ kind: 'waiting', nextTryAt: landsUntil });
  expect(bench.asked.filter((one) => one.startsWith('replace'))).toHaveLength(1);
});
