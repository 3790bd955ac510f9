import type { Database } from '../storage/database.ts';

/** What an account is called, also one whose session is long over. */
export function createAccountName(db: Database): (accountId: number) => string {
  const statement = db.prepare<[number], { name: string }>('SELECT name FROM accounts WHERE id = ?');
  return (accountId) => statement.get(accountId)?.name ?? '';
}
