import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../tests/support/fake-bridge.ts';
import type { EntryId, EntryView } from '../shared/entry.ts';
import type { Environment, EnvironmentId } from '../shared/environment.ts';
import type { OutboxList } from '../shared/outbox-list.ts';
import type { Reply } from '../shared/reply.ts';
import { columnsOf } from '../shared/secret-columns.ts';
import type { SecretsList } from '../shared/secrets-list.ts';
import { Workspace } from './workspace.svelte.ts';

const a = environment('a');
const b = environment('b');

function environment(id: string): Environment {
  return { id: id as EnvironmentId, origin: `https://${id}.example`, label: id, kind: 'other', colour: 'slate', addedAt: 0 };
}

function list(refreshedAt: number): SecretsList {
  return {
    mark: String(refreshedAt), whole: true, secrets: columnsOf([]), gone: [], refreshedAt, reading: null, brokeOff: null,
    listRefused: false, deliveredSince: 0, me: [],
  };
}

function outbox(change: Partial<OutboxList>): OutboxList {
  return { mark: 'first', whole: true, entries: [], ended: [], history: [], ...change };
}

function entry(id: string): EntryView {
  return {
    id: id as EntryId, environmentId: a.id, intent: 'create', name: id, state: { kind: 'waiting', nextTryAt: null },
    owner: { kind: 'me' }, heldAt: null, addedAt: 0, attempts: 0, lastOutcome: null, valueBytes: 1, valueLines: 1,
    behindAnother: false, deliveredAs: null,
  };
}

let stop = (): void => {};
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function open(answers: FakeBridge['answers'] = {}) {
  const fake = new FakeBridge({
    'environments.list': () => ok({ environments: [a, b], chosen: a.id }),
    'environments.choose': () => ok({}),
    'session.view': () => ok({ kind: 'never-signed-in' }),
    'outbox.list': () => ok(outbox({})),
    'sync.status': () => ok([]),
    'secrets.list': ({ environmentId }) => ok(list(environmentId === a.id ? 1 : 2)),
    ...answers,
  });
  vi.stubGlobal('window', fake.window);
  const workspace = new Workspace();
  stop = workspace.start();
  return { fake, workspace };
}

const settled = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 5 });

describe('what the open app knows', () => {
  it('is read once at the start', async () => {
    const { workspace } = open();
    await settled(() => expect(workspace.secrets?.refreshedAt).toBe(1));
    expect(workspace.loaded).toBe(true);
    expect(workspace.chosen?.id).toBe('a');
    expect(workspace.session?.kind).toBe('never-signed-in');
  });

  it('is asked for again when the first read was refused, until it is there', async () => {
    let refused = 1;
    const { workspace } = open({
      'environments.list': () => {
        refused -= 1;
        return refused < 0 ? ok({ environments: [a], chosen: a.id }) : { ok: false, code: 'not-ready', message: '' };
      },
    });
    await settled(() => expect(workspace.loaded).toBe(true));
  });

  it('is asked for a few times, not a thousand, when a thousand entries announce that they moved', async () => {
    const { fake, workspace } = open();
    await settled(() => expect(workspace.secrets).not.toBeNull());
    for (let i = 0; i < 1000; i++) fake.announce('outbox-changed', { environmentId: a.id });
    await settled(() => expect(fake.inputsOf('outbox.list').length).toBeGreaterThan(2));
    expect(fake.inputsOf('outbox.list').length).toBeLessThan(5);
  });

  it('reads no list for an environment that is not on the screen', async () => {
    const { fake, workspace } = open();
    await settled(() => expect(workspace.secrets).not.toBeNull());
    fake.announce('secrets-changed', { environmentId: b.id });
    await workspace.reload();
    expect(new Set(fake.inputsOf('secrets.list').map(({ environmentId }) => environmentId))).toEqual(new Set([a.id]));
  });

  it('asks for what changed in the outbox since it was read, and keeps the rest', async () => {
    const { fake, workspace } = open({ 'outbox.list': () => ok(outbox({ entries: [entry('x'), entry('y')] })) });
    await settled(() => expect(workspace.openCount).toBe(2));
    const changed = { whole: false, mark: 'second', entries: [{ ...entry('y'), attempts: 1 }, entry('z')], ended: [entry('x').id] };
    fake.answers = { ...fake.answers, 'outbox.list': () => ok(outbox(changed)) };
    fake.announce('outbox-changed', { environmentId: a.id });
    await settled(() => expect(workspace.entries.map(({ id, attempts }) => [id, attempts])).toEqual([['y', 1], ['z', 0]]));
    expect(fake.inputsOf('outbox.list').at(-1)).toEqual({ since: 'first' });
  });

  it('reads the whole outbox after a change of session: whose an entry is depends on it', async () => {
    const { fake, workspace } = open();
    await settled(() => expect(workspace.outboxRead).toBe(true));
    fake.announce('session-changed', { environmentId: a.id });
    await settled(() => expect(fake.inputsOf('outbox.list')).toHaveLength(2));
    expect(fake.inputsOf('outbox.list').at(-1)).toEqual({});
  });

  it('shows what was delivered among the secrets in the same moment in which it leaves the outbox', async () => {
    const { fake, workspace } = open({ 'outbox.list': () => ok(outbox({ entries: [entry('x')] })) });
    await settled(() => expect(workspace.openCount).toBe(1));
    fake.answers = {
      ...fake.answers,
      'outbox.list': () => ok(outbox({ whole: false, ended: [entry('x').id] })),
      'secrets.list': () => ok(list(workspace.openCount === 1 ? 7 : 8)),
    };
    fake.announce('outbox-changed', { environmentId: a.id });
    await settled(() => expect(workspace.openCount).toBe(0));
    expect(workspace.secrets?.refreshedAt).toBe(7);
  });

  it('shows it also where the whole outbox was read, which does not say what ended, after the list', async () => {
    const { fake, workspace } = open({ 'outbox.list': () => ok(outbox({ entries: [entry('x')] })) });
    await settled(() => expect([workspace.openCount, workspace.secrets?.refreshedAt]).toEqual([1, 1]));
    let answer: (reply: Reply<OutboxList>) => void = () => {};
    fake.answers = {
      ...fake.answers,
      'outbox.list': () => new Promise<Reply<OutboxList>>((resolve) => { answer = resolve; }),
      'secrets.list': () => ok(list(7)),
    };
    fake.announce('session-changed', { environmentId: a.id });
    await settled(() => expect(workspace.secrets?.refreshedAt).toBe(7));
    fake.answers = { ...fake.answers, 'secrets.list': () => ok(list(8)) }; // x is delivered
    answer(ok(outbox({})));
    await settled(() => expect(workspace.openCount).toBe(0));
    expect(workspace.secrets?.refreshedAt).toBe(8);
  });

  it('stops listening when the app is locked', () => {
    const { fake } = open();
    expect(fake.listening).toBeGreaterThan(0);
    stop();
    expect(fake.listening).toBe(0);
  });
});

describe('choosing another environment', () => {
  it('shows its list, and meanwhile none rather than the one before', async () => {
    const { workspace } = open();
    await settled(() => expect(workspace.secrets?.refreshedAt).toBe(1));
    const chosen = workspace.choose(b.id);
    expect(workspace.secrets).toBeNull();
    await chosen;
    expect(workspace.secrets?.refreshedAt).toBe(2);
  });

  it('goes before an older answer about which one was chosen', async () => {
    const { workspace } = open();
    await settled(() => expect(workspace.loaded).toBe(true));
    await Promise.all([workspace.choose(b.id), workspace.reload()]);
    expect(workspace.chosen?.id).toBe('b');
  });

  it('never shows the list of one for another that was chosen while it was read', async () => {
    let answerA: (reply: Reply<SecretsList>) => void = () => {};
    const { workspace } = open({
      'secrets.list': ({ environmentId }) =>
        environmentId === a.id ? new Promise<Reply<SecretsList>>((resolve) => { answerA = resolve; }) : ok(list(2)),
    });
    await settled(() => expect(workspace.loaded).toBe(true));
    const chosen = workspace.choose(b.id);
    answerA(ok(list(1)));
    await chosen;
    expect(workspace.secrets?.refreshedAt).toBe(2);
  });

  it('falls to the next one when the chosen one was removed', async () => {
    const { fake, workspace } = open();
    await settled(() => expect(workspace.loaded).toBe(true));
    fake.answers = { ...fake.answers, 'environments.list': () => ok({ environments: [b], chosen: b.id }) };
    fake.announce('environments-changed', {});
    await settled(() => expect(workspace.secrets?.refreshedAt).toBe(2));
    expect(workspace.chosen?.id).toBe('b');
  });
});

describe('the switch of the network', () => {
  it('shows where it stands when the disk did not take it: off from the first moment, on only once it is written', async () => {
    let offline = false;
    const { workspace } = open({
      'network.work-offline': () => ok({ offline }),
      'network.set-work-offline': ({ offline: wanted }) => {
        offline ||= wanted;
        return { ok: false, code: 'disk-full', message: '' };
      },
    });
    await settled(() => expect(workspace.loaded).toBe(true));
    expect([await workspace.workOffline(true), workspace.worksOffline]).toEqual(['disk-full', true]);
    expect([await workspace.workOffline(false), workspace.worksOffline]).toEqual(['disk-full', true]);
  });
});
