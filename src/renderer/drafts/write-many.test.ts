import { afterEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { ManySecretsAnswer } from '../../shared/many-entries.ts';
import { ValueCommit } from './value-commit.svelte.ts';
import { writeMany } from './write-many.ts';

const secrets = ['a', 'b'].map((name) => ({ name, created: null, createdBy: null, updated: null, updatedBy: null }));

function replaced(answer: ManySecretsAnswer) {
  vi.stubGlobal('window', new FakeBridge({ 'outbox.replace-many': () => ok(answer) }).window);
  const draft = new ValueCommit('typed');
  return { draft, recorded: draft.send((value) => writeMany('e1' as EnvironmentId, secrets, value)) };
}

afterEach(() => vi.unstubAllGlobals());

it('where none of many is recorded, that is a refusal with its reason, and what was typed stays', async () => {
  const { draft, recorded } = replaced({ added: [], refused: secrets.map(({ name }) => ({ name, code: 'name-already-waits' })) });
  expect(await recorded).toBe(false);
  expect(draft.submission.refusal).toBe('name-already-waits');
  expect(draft.holdsValue).toBe(true);
});

it('where some of many are recorded, the rest is told and nothing typed is kept', async () => {
  const { draft, recorded } = replaced({ added: ['x' as EntryId], refused: [{ name: 'b', code: 'name-already-waits' }] });
  expect(await recorded).toBe(true);
  expect(draft.holdsValue).toBe(false);
});
