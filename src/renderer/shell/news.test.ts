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
const other: Environment = { ...plant, id: 'e2' as EnvironmentId, origin: 'https://plant-b.example', label: 'Plant B' };

function entry(name: string, state: EntryState, more: Partial<EntryView> = {}): EntryView {
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
    ...more,
  };
}

const ofImport = new Set<EntryId>(['imported' as EntryId]);
const delivered = (name: string, more: Partial<EntryView> = {}) => entry(name, { kind: 'delivered', proof: 'answer', at: 1 }, more);
const needsYou = (name: string, more: Partial<EntryView> = {}) =>
  entry(name, { kind: 'needs-attention', reason: { kind: 'gone' }, since: 1 }, more);

function setUp(history: EntryView[] = [], entries: EntryView[] = []) {
  const workspace = new Workspace();
  workspace.environments = [plant, other];
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

  it('tell of several environments in one toast too', () => {
    const { toasts, read } = setUp();
    const there = { environmentId: other.id };
    read([delivered('a'), delivered('b', there), delivered('c', there)], []);
    vi.advanceTimersByTime(1000);
    const both = 'a arrived in Plant A production. 2 secrets arrived in Plant B.';
    expect(texts(toasts)).toEqual([both]);
    expect(toasts.polite).toBe(both);
    read([delivered('a'), delivered('b', there), delivered('c', there), delivered('d', { intent: 'delete' })], []);
    vi.advanceTimersByTime(1000);
    expect(texts(toasts)).toEqual(['4 entries arrived in 2 environments.']);
  });

  it('count on in the toast that stands there, and begin anew when it is gone', () => {
    const { toasts, read } = setUp();
    const many = Array.from({ length: 40 }, (_, n) => delivered(String(n)));
    for (let n = 1; n <= 39; n += 1) {
      read(many.slice(0, n), []);
      vi.advanceTimersByTime(1000);
    }
    expect(texts(toasts)).toEqual(['39 secrets arrived in Plant A production.']);
    vi.advanceTimersByTime(6000);
    expect(texts(toasts)).toEqual([]);
    read(many, []);
    vi.advanceTimersByTime(1000);
    expect(texts(toasts)).toEqual(['39 arrived in Plant A production.']);
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

  it('interrupt once for what needs the person in several environments: of two in turn only the last would be heard', () => {
    const { toasts, read } = setUp();
    read([], [needsYou('a'), needsYou('b', { environmentId: other.id })]);
    expect(toasts.assertive).toBe('a in Plant A production needs you. b in Plant B needs you.');
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

  it('is not pushed out by others: they wait for their turn, and each has its six seconds', () => {
    const toasts = new Toasts();
    for (const text of ['1', '2', '3', '4', '5']) toasts.show(text);
    expect(texts(toasts)).toEqual(['1', '2', '3']);
    vi.advanceTimersByTime(3000);
    toasts.dismiss(toasts.shown[1]!.id);
    expect(texts(toasts)).toEqual(['1', '3', '4']);
    vi.advanceTimersByTime(3000);
    expect(texts(toasts)).toEqual(['4', '5']);
    vi.advanceTimersByTime(3000);
    expect(texts(toasts)).toEqual(['5']);
  });

  it('that says more than before stays for another six seconds, and for as long as it is looked at', () => {
    const toasts = new Toasts();
    const id = toasts.show('One');
    vi.advanceTimersByTime(5000);
    expect(toasts.update(id, 'Two')).toBe(true);
    vi.advanceTimersByTime(5000);
    toasts.hold(id);
    expect(toasts.update(id, 'Three')).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(texts(toasts)).toEqual(['Three']);
    toasts.dismiss(id);
    expect(toasts.update(id, 'Four')).toBe(false);
    expect(texts(toasts)).toEqual([]);
  });

  it('that is kept stays until it is dismissed, whatever comes and wherever the pointer was', () => {
    const toasts = new Toasts();
    toasts.keep('Kept');
    const { id } = toasts.shown[0]!;
    for (const text of ['1', '2', '3', '4', '5']) toasts.show(text);
    toasts.hold(id);
    toasts.release(id);
    vi.advanceTimersByTime(60_000);
    expect(texts(toasts)).toEqual(['Kept']);
    toasts.dismiss(id);
    expect(texts(toasts)).toEqual([]);
  });
});
