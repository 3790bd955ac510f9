import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressCheckId, createEnvironments } from '../environments/environments.ts';
import type { Environments } from '../environments/environments.ts';
import { openTestDatabase } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { checkAddress } from './address-check.ts';
import type { Platform } from './platform.ts';

let database: TestDatabase;
let environments: Environments;

beforeEach(() => {
  database = openTestDatabase();
  environments = createEnvironments({ db: database.db, clock: new VirtualClock(), allowHttpLoopback: false });
});
afterEach(() => database.close());

type Found = Awaited<ReturnType<Platform['metadata']>>;
const check = (text: string, found: Found) => checkAddress(environments, { metadata: async () => found }, text);
const own: Found = { kind: 'metadata', issuer: 'https://a.example/auth/realms/kelvin', clientId: 'c' };

describe('looking at an address', () => {
  test('finds a Kelvin platform and where people sign in', async () => {
    expect(await check('a.example/ui', own)).toEqual({
      kind: 'kelvin',
      origin: 'https://a.example',
      host: 'a.example',
      issuer: 'https://a.example/auth/realms/kelvin',
      issuerIsElsewhere: false,
    });
  });

  test('says so when people sign in at another host', async () => {
    expect(await check('b.example', own)).toMatchObject({ kind: 'kelvin', issuerIsElsewhere: true });
  });

  test.each([
    ['at another environment’s address', null, 'https://q.example/auth/realms/kelvin'],
    ['at another environment’s issuer', 'https://id.example/realms/q', 'https://id.example/realms/q'],
  ])('says so when people sign in %s', async (_, confirmedIssuer, issuer) => {
    environments.add({ address: 'q.example', label: 'Q', kind: 'other', colour: 'slate', confirmedIssuer });
    const expected = { kind: 'issuer-of-another', origin: 'https://b.example', host: 'b.example', label: 'Q' };
    expect(await check('b.example', { ...own, issuer })).toEqual(expected);
  });

  test('asks nothing of an address where people sign in to another environment', async () => {
    environments.add({ address: 'q.example', label: 'Q', kind: 'other', colour: 'slate', confirmedIssuer: 'https://hq.example/r' });
    const platform = { metadata: () => Promise.reject(new Error('asked')) };
    expect(await checkAddress(environments, platform, 'hq.example')).toMatchObject({ kind: 'issuer-of-another', label: 'Q' });
  });

  test('lets the request go to that address alone', async () => {
    let allowed: readonly string[] = [];
    const metadata = async (): Promise<Found> => {
      allowed = environments.allowedOrigins(addressCheckId);
      return { kind: 'not-kelvin' };
    };
    await checkAddress(environments, { metadata }, 'a.example');
    expect(allowed).toEqual(['https://a.example']);
  });

  test('finds what is there already without asking', async () => {
    environments.add({ address: 'a.example', label: 'A', kind: 'other', colour: 'slate', confirmedIssuer: null });
    expect(await check('https://A.example', own)).toMatchObject({ kind: 'already-there', label: 'A' });
  });

  test.each([
    ['not a platform', { kind: 'not-kelvin' }, { kind: 'not-kelvin', origin: 'https://a.example', host: 'a.example' }],
    ['no network', { kind: 'no-answer', reason: 'no-link' }, { kind: 'unchecked', because: 'no-link' }],
    ['a wish for a certificate', { kind: 'no-answer', reason: 'client-certificate' }, { kind: 'unchecked', because: 'client-certificate' }],
    [
      'a certificate that is not right',
      { kind: 'no-answer', reason: 'certificate', certificate: { host: 'a.example', problem: 'expired' } },
      { kind: 'unchecked', because: 'certificate', certificate: { host: 'a.example', problem: 'expired' } },
    ],
  ] as const)('tells %s', async (_, found, expected) => {
    expect(await check('a.example', found)).toMatchObject(expected);
  });

  test('asks nobody about what is no address', async () => {
    expect(await check('http://a.example', own)).toEqual({ kind: 'not-an-address', problem: 'not-https' });
  });
});
