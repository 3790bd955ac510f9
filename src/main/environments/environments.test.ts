import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import { openTestDatabase } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { addressCheckId, createEnvironments } from './environments.ts';
import type { Environments, NewEnvironment } from './environments.ts';

let database: TestDatabase;
let clock: VirtualClock;
let environments: Environments;

beforeEach(() => {
  database = openTestDatabase();
  clock = new VirtualClock();
  environments = createEnvironments({ db: database.db, clock, allowHttpLoopback: false });
});
afterEach(() => database.close());

const wanted: NewEnvironment = {
  address: 'https://Plant-A.example/ui',
  label: ' Plant A ',
  kind: 'production',
  colour: 'plum',
  confirmedIssuer: null,
};

function add(changes: Partial<NewEnvironment> = {}) {
  const added = environments.add({ ...wanted, ...changes });
  if (!added.ok) throw new Error(added.code);
  return added.value;
}

/** An entry with an account, a session, a list and an attempt, as delivery leaves them. */
function addHistory(id: EnvironmentId, state: 'waiting' | 'delivered') {
  const ended = state === 'delivered';
  database.db.exec(`
    INSERT INTO accounts (id, environment_id, issuer, subject, name, names) VALUES (1, '${id}', 'i', 's', 'n', '[]');
    INSERT INTO sessions (environment_id, account_id, state, signed_in_at, method) VALUES ('${id}', 1, 'signed-out', 0, 'password');
    INSERT INTO lists (environment_id, account_id) VALUES ('${id}', 1);
    INSERT INTO listed_secrets (account_id, name) VALUES (1, 'listed');
    BEGIN;
    INSERT INTO entries (sequence, id, environment_id, origin, account_id, intent, name, value, value_check, value_bytes,
      value_lines, state, added_at, moved_at, attempts, attempt_id, proof)
      VALUES (1, 'e', '${id}', 'o', 1, 'create', 'n', ${ended ? 'NULL' : `x'61'`},
        ${ended ? 'NULL' : 'zeroblob(32)'}, 1, 1, '${state}', 0, 0, 1, 'a',
        ${ended ? `'answer'` : 'NULL'});
    INSERT INTO attempts (id, entry_sequence, number, intent, name, revision, started_at, started_monotonic, timeout_ms)
      VALUES ('a', 1, 1, 'create', 'n', 1, 0, 0, 1);
    COMMIT;
  `);
}

const count = (table: string) => database.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('environments', () => {
  test('are made from an address as it was pasted, with a tidied label', () => {
    const environment = add();
    expect(environment).toMatchObject({ origin: 'https://plant-a.example', label: 'Plant A', addedAt: clock.now() });
    expect(environments.get(environment.id)).toEqual(environment);
    expect(environments.withOrigin('https://plant-a.example')).toEqual(environment);
  });

  test('are listed in the order in which they were added', () => {
    const ids = ['c.example', 'a.example', 'b.example'].map((address) => add({ address }).id);
    expect(environments.list().map(({ id }) => id)).toEqual(ids);
  });

  test('are still there after a restart', () => {
    const environment = add();
    const again = createEnvironments({ db: database.reopen(), clock, allowHttpLoopback: false });
    expect(again.list()).toEqual([environment]);
  });

  test.each([
    ['a second one of the same origin', { address: 'plant-a.example:443' }, 'environment-exists'],
    ['what is no address', { address: 'http://plant-b.example' }, 'bad-address'],
    ['an empty label', { address: 'b.example', label: '  ' }, 'bad-input'],
    ['a label that is too long', { address: 'b.example', label: 'x'.repeat(61) }, 'bad-input'],
  ])('refuse %s', (_, changes, code) => {
    add();
    expect(environments.add({ ...wanted, ...changes })).toEqual({ ok: false, code });
  });

  test('show the demo account of the sandbox alone', () => {
    const demoAccount = { origin: 'https://a.example', userName: 'demo', password: 'demo' };
    environments = createEnvironments({ db: database.db, clock, allowHttpLoopback: false, demoAccount });
    expect(add({ address: 'a.example' }).demoAccount).toEqual({ userName: 'demo', password: 'demo' });
    expect(add({ address: 'b.example' })).not.toHaveProperty('demoAccount');
  });

  test('remember the last exchange', () => {
    const { id } = add();
    environments.recordExchange(id, 1_000);
    environments.recordExchange(id, 2_000);
    expect(environments.lastExchangeAt(id)).toBe(2_000);
  });
});

describe('removing an environment', () => {
  test('is refused while an entry of it stands in the outbox, and takes nothing away', () => {
    const { id } = add();
    addHistory(id, 'waiting');
    expect(environments.remove(id)).toEqual({ ok: false, code: 'environment-has-entries' });
    expect([count('environments'), count('entries'), count('accounts')]).toEqual([1, 1, 1]);
  });

  test('takes its history, sessions, accounts and lists with it, and nothing of another', () => {
    const other = add({ address: 'b.example' });
    const { id } = add();
    addHistory(id, 'delivered');
    expect(environments.remove(id)).toMatchObject({ ok: true });
    for (const table of ['entries', 'attempts', 'sessions', 'lists', 'listed_secrets', 'accounts']) {
      expect([table, count(table)]).toEqual([table, 0]);
    }
    expect(environments.list()).toEqual([other]);
  });

  test('is refused for one that is not there', () => {
    expect(environments.remove('nobody' as EnvironmentId)).toEqual({ ok: false, code: 'unknown-environment' });
  });
});

describe('where an environment\'s requests may go', () => {
  test('is its own origin', () => {
    expect(environments.allowedOrigins(add().id)).toEqual(['https://plant-a.example']);
  });

  test('is also the origin of the issuer that the person confirmed', () => {
    const { id } = add();
    environments.confirmIssuer(id, 'https://id.example/auth/realms/kelvin');
    expect(environments.confirmedIssuer(id)).toBe('https://id.example/auth/realms/kelvin');
    expect(environments.allowedOrigins(id)).toEqual(['https://plant-a.example', 'https://id.example']);
  });

  test.each([
    ['http://id.example/realms/kelvin'],
    ['id.example/realms/kelvin'],
    ['https://user:word@id.example/realms/kelvin'],
    ['javascript:alert(1)'],
    ['file:///etc/passwd'],
    [''],
  ])('is never widened to %j, and what was confirmed before stays', (issuer) => {
    const { id } = add({ confirmedIssuer: 'https://id.example/old' });
    expect(environments.confirmIssuer(id, issuer)).toEqual({ ok: false, code: 'bad-address' });
    expect(environments.confirmedIssuer(id)).toBe('https://id.example/old');
    const other = { address: 'b.example', label: 'B', kind: 'other', colour: 'slate', confirmedIssuer: issuer } as const;
    expect(environments.add(other)).toEqual({ ok: false, code: 'bad-address' });
  });

  test.each([
    ['another environment’s address', 'https://b.example/auth/realms/kelvin'],
    ['what was confirmed for another', 'https://id.example/realms/b'],
  ])('is never %s', (_, issuer) => {
    const { id } = add();
    add({ address: 'b.example', confirmedIssuer: 'https://id.example/realms/b' });
    expect(environments.confirmIssuer(id, issuer)).toEqual({ ok: false, code: 'issuer-of-another' });
    expect(environments.add({ ...wanted, address: 'c.example', confirmedIssuer: issuer })).toEqual({ ok: false, code: 'issuer-of-another' });
    expect(environments.allowedOrigins(id)).toEqual(['https://plant-a.example']);
  });

  test('is never another environment’s own from then on: where people sign in to one, no other is added', () => {
    const { id } = add({ confirmedIssuer: 'https://id.example/realms/a' });
    const hq = { ...wanted, address: 'id.example', label: 'HQ' };
    expect(environments.add(hq)).toEqual({ ok: false, code: 'issuer-of-another' });
    environments.remove(id);
    expect(environments.add(hq).ok).toBe(true);
  });

  test('is not confirmed for one that is not there', () => {
    const confirmed = environments.confirmIssuer('nobody' as EnvironmentId, 'https://id.example/realms/kelvin');
    expect(confirmed).toEqual({ ok: false, code: 'unknown-environment' });
  });

  test('is nowhere for one that is not there', () => {
    expect(environments.allowedOrigins('nobody' as EnvironmentId)).toEqual([]);
  });

  test('is an address that is being checked, for as long as the check takes', async () => {
    await environments.whileChecking('https://new.example', async () => {
      expect(environments.allowedOrigins(addressCheckId)).toEqual(['https://new.example']);
    });
    expect(environments.allowedOrigins(addressCheckId)).toEqual([]);
  });
});
