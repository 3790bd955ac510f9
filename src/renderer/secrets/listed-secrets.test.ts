import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../shared/secret-columns.ts';
import type { PlatformSecret, SecretsList } from '../../shared/secrets-list.ts';
import { listedAfter, secretNamed } from './listed-secrets.ts';

const secret = (name: string, updated: string | null = null): PlatformSecret => ({ name, created: null, createdBy: null, updated, updatedBy: null });

function answer(secrets: readonly PlatformSecret[], change: Partial<SecretsList> = {}): SecretsList {
  const rest = { refreshedAt: 1, reading: null, brokeOff: null, listRefused: false, deliveredSince: 0, me: ['krn:user:ana'] };
  return { mark: 'm', whole: true, secrets: columnsOf(secrets), gone: [], ...rest, ...change };
}

const names = (of: { readonly secrets: readonly PlatformSecret[] }): string[] => of.secrets.map(({ name }) => name);

describe('the list as a page knows it', () => {
  const known = listedAfter(null, answer([secret('b'), secret('d'), secret('a')]));

  it('is in the order of its names', () => {
    expect(names(known)).toEqual(['a', 'b', 'd']);
  });

  it('takes in what came, what changed and what is gone', () => {
    const next = listedAfter(known, answer([secret('c'), secret('a', 'later'), secret('e')], { whole: false, gone: ['d'] }));
    expect(names(next)).toEqual(['a', 'b', 'c', 'e']);
    expect(next.secrets[0]?.updated).toBe('later');
  });

  it('stays the very same list where no secret changed, so that nothing is arranged anew', () => {
    const next = listedAfter(known, answer([], { whole: false, reading: 12 }));
    expect(next.reading).toBe(12);
    expect(next.secrets).toBe(known.secrets);
    expect(next.me).toBe(known.me);
  });

  it('is another list where it was told whole', () => {
    expect(names(listedAfter(known, answer([secret('x')], { me: ['krn:user:ben'] })))).toEqual(['x']);
  });

  it('finds a secret by its name, and none by a part of it', () => {
    expect(['a', 'b', 'd'].map((name) => secretNamed(known.secrets, name)?.name)).toEqual(['a', 'b', 'd']);
    expect(['', 'aa', 'c', 'z'].map((name) => secretNamed(known.secrets, name))).toEqual([null, null, null, null]);
  });
});
