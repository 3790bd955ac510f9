import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import type { ImportOutcome } from '../../shared/import/import-request.ts';
import { Toasts } from '../components/toasts.svelte.ts';
import { Navigation } from '../navigation.svelte.ts';
import { Workspace } from '../workspace.svelte.ts';
import { Imports } from './imports.svelte.ts';

const plant: Environment = {
  id: 'e1' as EnvironmentId, origin: 'https://plant-a.example', label: 'Plant A', kind: 'production', colour: 'plum', addedAt: 0,
};
const ids = ['a', 'b', 'c'] as unknown as readonly EntryId[];
const entry = (id: string, kind: 'waiting' | 'needs-attention' = 'waiting') =>
  ({ id, environmentId: plant.id, heldAt: null, state: { kind } }) as unknown as EntryView;

let outcome: ImportOutcome;
let main: FakeBridge;
let toasts: Toasts;
let workspace: Workspace;
let imports: Imports;
beforeEach(() => {
  vi.useFakeTimers();
  main = new FakeBridge({ 'outbox.outcome': () => ok(outcome) });
  vi.stubGlobal('window', main.window);
  workspace = new Workspace();
  workspace.environments = [plant];
  toasts = new Toasts();
  imports = new Imports(workspace, toasts, new Navigation());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function read(...entries: EntryView[]): Promise<void> {
  workspace.entries = entries;
  imports.follow();
  await vi.advanceTimersByTimeAsync(0);
}

test('an import is told once, at its end, with what arrived and what needs the person', async () => {
  outcome = { arrived: 0, needYou: 0, discarded: 0, open: 3 };
  imports.begin(plant.id, ids);
  // The outbox as it was read before the commit does not have them yet.
  await read();
  expect(imports.running).toHaveLength(1);
  await read(entry('a'), entry('b'), entry('c'));
  await read(entry('b'), entry('c', 'needs-attention'));
  expect(imports.running[0]?.left).toBe(1);
  expect(toasts.shown).toEqual([]);
  outcome = { arrived: 2, needYou: 1, discarded: 0, open: 0 };
  await read(entry('c', 'needs-attention'));
  expect(imports.running).toEqual([]);
  expect(toasts.shown.map(({ text }) => text)).toEqual(['Import to Plant A: 2 arrived, 1 needs you.']);
  expect(toasts.assertive).toBe('Import to Plant A: 2 arrived, 1 needs you.');
});

test('what becomes of the rest afterwards is news like any other', async () => {
  outcome = { arrived: 2, needYou: 1, discarded: 0, open: 0 };
  imports.begin(plant.id, ids);
  expect(imports.has('a' as EntryId)).toBe(true);
  await read(entry('c', 'needs-attention'));
  expect(imports.has('c' as EntryId)).toBe(false);
});

test('what is on hold ends no import: it is not done', async () => {
  outcome = { arrived: 2, needYou: 0, discarded: 0, open: 1 };
  imports.begin(plant.id, ids);
  await read({ ...entry('c'), heldAt: 1 });
  expect(imports.running).toHaveLength(1);
  expect(toasts.shown).toEqual([]);
});
