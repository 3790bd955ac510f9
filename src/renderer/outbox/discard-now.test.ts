import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { ManyAnswer } from '../../shared/many-entries.ts';
import type { Reply } from '../../shared/reply.ts';
import { Toasts } from '../components/toasts.svelte.ts';
import { discardNow } from './discard-now.ts';

function entry(name: string): EntryView {
  return {
    id: name as EntryId, environmentId: 'e1' as EnvironmentId, intent: 'create', name, state: { kind: 'waiting', nextTryAt: null },
    owner: { kind: 'me' }, heldAt: null, addedAt: 0, attempts: 0, lastOutcome: null, valueBytes: 1, valueLines: 1, behindAnother: false,
    deliveredAs: null,
  };
}

const ids = (...names: string[]) => names as EntryId[];
let answer: Reply<ManyAnswer>;
let main: FakeBridge;
let toasts: Toasts;

beforeEach(async () => {
  vi.useFakeTimers();
  main = new FakeBridge({
    'outbox.change-many': ({ change, entryIds }) =>
      change === 'discard' ? ok({ changed: entryIds, refused: [], undoable: entryIds }) : answer,
    'outbox.forget-discards': () => ok({}),
  });
  vi.stubGlobal('window', main.window);
  toasts = new Toasts();
  await discardNow(['a', 'b', 'c'].map(entry), false, toasts);
});
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

const undone = () => main.inputsOf('outbox.change-many').filter(({ change }) => change === 'undo-discard').map(({ entryIds }) => entryIds);
const forgotten = () => main.inputsOf('outbox.forget-discards').map(({ entryIds }) => entryIds);
const texts = () => toasts.shown.map(({ text }) => text);

it('an undo that is refused is offered again for what still can come back, with the reason', async () => {
  answer = ok({
    changed: ids('a'), undoable: [],
    refused: [{ entryId: ids('b')[0]!, code: 'name-already-waits' }, { entryId: ids('c')[0]!, code: 'undo-too-late' }],
  });
  toasts.undo();
  await vi.advanceTimersByTimeAsync(0);
  expect(texts()).toEqual([expect.stringMatching(/^2 stay as they are\. A secret with this name already waits/)]);

  answer = ok({ changed: ids('b'), refused: [], undoable: [] });
  expect(toasts.undo()).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(undone()).toEqual([ids('a', 'b', 'c'), ids('b')]);
  expect(texts()).toEqual([]);
  expect(forgotten()).toEqual([]);
});

it('so is one that failed as a whole; what is not taken back is forgotten when the offer goes', async () => {
  answer = { ok: false, code: 'disk-full', message: '' };
  toasts.undo();
  await vi.advanceTimersByTimeAsync(0);
  expect(toasts.shown[0]?.action).not.toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(forgotten()).toEqual([ids('a', 'b', 'c')]);
});

it('and where all of it is erased by now, nothing is offered', async () => {
  answer = ok({ changed: [], undoable: [], refused: ids('a', 'b', 'c').map((entryId) => ({ entryId, code: 'undo-too-late' })) });
  toasts.undo();
  await vi.advanceTimersByTimeAsync(0);
  expect(toasts.shown[0]?.action).toBeNull();
  expect(toasts.undo()).toBe(false);
});
