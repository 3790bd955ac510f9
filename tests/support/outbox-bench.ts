import { createOutbox, type Binding } from '../../src/main/outbox/outbox.ts';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import { openTestDatabase } from './test-database.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A real encrypted outbox with one environment and one account, and a clock that a test moves. */
export function openTestOutbox(origin = 'https://plant-a.example') {
  const database = openTestDatabase();
  const clock = new VirtualClock();
  const environmentId = 'env-a' as EnvironmentId;
  database.db
    .prepare('INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(environmentId, origin, 'Plant A', 'production', 'plum', clock.now());
  const account = (subject: string): number =>
    Number(
      database.db
        .prepare('INSERT INTO accounts (environment_id, issuer, subject, name, names) VALUES (?, ?, ?, ?, ?)')
        .run(environmentId, `${origin}/auth/realms/kelvin`, subject, subject, JSON.stringify([subject])).lastInsertRowid,
    );
  const accountId = account('ana.ruiz@plant-a.example');
  let ids = 0;
  const open = () => createOutbox({ db: database.db, clock, newId: () => `id-${++ids}` });
  const to: Binding = { environmentId, origin, accountId };
  return { ...database, get db() { return database.db; }, clock, environmentId, accountId, account, to, open, outbox: open() };
}
