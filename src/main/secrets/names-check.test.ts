import { expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import { checkNames, type NamesKnown } from './names-check.ts';

const environmentId = 'env-a' as EnvironmentId;
const there = (name: string) => ({ name, created: 'c', createdBy: 'joao', updated: 'u', updatedBy: 'joao' });

const known: NamesKnown = {
  rows: {
    anyOpen: (id, name) =>
      id === environmentId && name === 'waits' ? ({ id: 'e1', intent: 'delete', addedAt: 7 } as unknown as Entry) : null,
  },
  cache: {
    find: (accountId, name) => (accountId === 1 && name === 'listed' ? there(name) : null),
    head: () => ({ refreshedAt: 5, refused: false }),
  },
  accountId: 1,
};

test('of many names, those that wait and those that are listed are told, each once', () => {
  expect(checkNames(known, environmentId, ['free', 'waits', 'listed', 'listed'])).toEqual({
    waiting: [{ name: 'waits', entryId: 'e1', intent: 'delete', addedAt: 7 }],
    listed: [there('listed')],
    asOf: 5,
  });
});

test('where nobody is signed in, nothing is known of the platform', () => {
  expect(checkNames({ ...known, accountId: null }, environmentId, ['listed', 'waits'])).toMatchObject({
    waiting: [{ name: 'waits' }], listed: [], asOf: null,
  });
});
