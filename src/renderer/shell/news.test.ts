import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryId, EntryState, EntryView } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { Toasts } from '../components/toasts.svelte.ts';
import { Navigation } from '../navigation.svelte.ts';
import { Workspace } from '../workspace.svelte.ts';
import { News } from './news.ts';

const plant: Environment = {
  id: 'e1' as EnvironmentId,
  origin: 'https://plant-a.example',
  label: 'Plant A production',
  kind: 'production',
  colour: 'plum',
  addedAt: 0,
};

function entry(name: string, state: EntryState): EntryView {
  return {
    id: name as EntryId,
    environmentId: plant.id,
    intent: 'create',
    name,
    state,
    owner: { kind: 'me' },
    heldAt: null,
    addedAt: 0,
    attempts: 1,
    lastOutcome: null,
    valueBytes: 1,
    valueLines: 1,
    behindAnother: false,
    deliveredAs: null,
  };
}

const ofImport = new Set<EntryId>(['imported' as EntryId]);
const delivered = (name: string) => entry(name, { kind: 'delivered', proof: 'answer', at: 1 });
const needsYou = (name: string) => entry(name, { kind: 'needs-attention', reason: { kind: 'gone' }, since: 1 });

function setUp(history: EntryView[] = [], entries: EntryView[] = []) {
  const workspace = new Workspace();
  workspace.environments = [plant];
  const toasts = new Toasts();
  const news = new News(workspace, toasts, new Navigation(), { has: (id) => ofImport.has(id) });
  const read = (nextHistory: EntryView[], nextEntries: EntryView[]): void => {
    workspace.history = nextHistory;
    workspace.entries = nextEntries;
    workspace.outboxRead = true;
    news.compare();
  };
  read(history, entries);
  return { toasts, read };
}

const texts = (toasts: Toasts): string[] => toasts.shown.map((toast) => toast.text);

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

describe('news', () => {
  it('tell nothing about what was there when the app was opened', () => {
    const { toasts } = setUp([delivered('a')], [needsYou('b')]);
    vi.runAllTimers();
    expect(texts(toasts)).toEqual([]);
    expect(toasts.assertive).toBe('');
  });

  it('tell of a whole batch in one toast', () => {
    const { toasts, read } = setUp();
    read([delivered('a')], []);
    vi.advanceTimersByTime(400);
    read([delivered('c'), delivered('b'), delivered('a')], []);
    vi.advanceTimersByTime(1000);
    expect(texts(toasts)).toEqual(['3 secrets arrived in Plant A production.']);
    expect(toasts.polite).toBe('3 secrets arrived in Plant A production.');
  });

  it('name the one that arrived alone', () => {
    const { toasts, read } = setUp();
    read([delivered('laser-scanner-token')], []);
    vi.advanceTimersByTime(1000);
    expect(texts(toasts)).toEqual(['laser-scanner-token arrived in Plant A production.']);
  });

  it('interrupt for what begins to need the person, once', () => {
    const { toasts, read } = setUp();
    read([], [needsYou('historian-db-password')]);
    expect(toasts.assertive).toBe('historian-db-password in Plant A production needs you.');
    toasts.assertive = '';
    read([], [needsYou('historian-db-password')]);
    expect(toasts.assertive).toBe('');
  });

  it('are silent about what belongs to an import, which has a summary of its own', () => {
    const { toasts, read } = setUp();
    read([delivered('imported')], []);
    read([delivered('imported')], [needsYou('imported')]);
    vi.advanceTimersByTime(1000);
    expect(texts(toasts)).toEqual([]);
    expect(toasts.assertive).toBe('');
  });

  it('are silent about what was discarded: the person did that', () => {
    const { toasts, read } = setUp();
    read([entry('a', { kind: 'discarded', at: 1 })], []);
    vi.advanceTimersByTime(1000);
    expect(texts(toasts)).toEqual([]);
  });
});

describe('a toast', () => {
  it('leaves after six seconds, and stays while it is looked at', () => {
    const toasts = new Toasts();
    toasts.show('One');
    const [toast] = toasts.shown;
    vi.advanceTimersByTime(5000);
    toasts.hold(toast!.id);
    vi.advanceTimersByTime(60_000);
    expect(texts(toasts)).toEqual(['One']);
    toasts.release(toast!.id);
    vi.advanceTimersByTime(6000);
    expect(texts(toasts)).toEqual([]);
  });
});
