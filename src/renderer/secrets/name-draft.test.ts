import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { NameCheck } from '../../shared/secrets-list.ts';
import { NameDraft } from './name-draft.svelte.ts';

const plant = 'e1' as EnvironmentId;
const free: NameCheck = { inOutbox: null, onPlatform: null, source: 'live', asOf: null };
const seen = { name: 'demosecret', created: null, createdBy: null, updated: null, updatedBy: null };

function bridgeThatKnows(check: NameCheck): FakeBridge {
  const bridge = new FakeBridge({ 'secrets.check-name': () => ok(check) });
  vi.stubGlobal('window', bridge.window);
  return bridge;
}

async function typed(name: string, ownEntry: EntryId | null = null): Promise<NameDraft> {
  const draft = new NameDraft(plant, '', ownEntry);
  draft.type(name);
  await vi.runAllTimersAsync();
  return draft;
}

describe('a name while it is typed', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

  it('is asked about once the typing rests, not at each key', async () => {
    const bridge = bridgeThatKnows(free);
    const draft = new NameDraft(plant);
    for (const name of ['d', 'de', 'dem', 'demo']) draft.type(name);
    await vi.runAllTimersAsync();
    expect(bridge.inputsOf('secrets.check-name')).toEqual([{ environmentId: plant, name: 'demo' }]);
  });

  it('is not asked about while it breaks the rule', async () => {
    const bridge = bridgeThatKnows(free);
    const draft = await typed('Historian_DB');
    expect(draft.problem).toMatchObject({ kind: 'characters', suggestion: 'historian-db' });
    expect(bridge.asked).toEqual([]);
  });

  it('is no problem while it is empty, until the person wanted to add it', () => {
    const draft = new NameDraft(plant);
    expect(draft.problem).toBeNull();
    draft.told = true;
    expect(draft.problem).toEqual({ kind: 'empty' });
  });

  it('ignores an answer that is about what stood there before', async () => {
    bridgeThatKnows({ ...free, onPlatform: seen });
    const draft = await typed('demosecret');
    draft.type('demosecret-2');
    expect(draft.verdict).toEqual({ kind: 'open' });
  });

  it('is acceptable before anybody has answered: adding never waits for the network', () => {
    bridgeThatKnows(free);
    const draft = new NameDraft(plant);
    draft.type('demosecret');
    expect(draft.isAcceptable).toBe(true);
  });

  it('is not acceptable where it already waits, or surely is on the platform', async () => {
    bridgeThatKnows({ ...free, inOutbox: 'n1' as EntryId });
    expect((await typed('demosecret')).isAcceptable).toBe(false);
    bridgeThatKnows({ ...free, onPlatform: seen });
    expect((await typed('demosecret')).isAcceptable).toBe(false);
  });

  it('is acceptable where only an old list has it, and says so', async () => {
    bridgeThatKnows({ ...free, onPlatform: seen, source: 'cached', asOf: 1 });
    const draft = await typed('demosecret');
    expect(draft.verdict).toMatchObject({ kind: 'taken', live: false });
    expect(draft.isAcceptable).toBe(true);
  });

  it('does not wait behind itself when it is renamed', async () => {
    bridgeThatKnows({ ...free, inOutbox: 'n1' as EntryId });
    expect((await typed('demosecret', 'n1' as EntryId)).verdict).toMatchObject({ kind: 'free' });
  });
});
