import type { Account } from '../accounts.ts';
import { json, type Answer } from '../answer.ts';
import { permissionName } from './refusals.ts';

/** `GET /api/v4/users/me`: who a token belongs to and what it may do. */
export function answerMe(account: Account): Answer {
  return json(200, {
    id: account.id,
    username: account.username,
    email: account.email,
    first_name: account.firstName,
    last_name: account.lastName,
    // The day on which this sandbox's people were made up; nothing depends on it.
    created: '2026-01-05T08:00:00.000000Z',
    groups: [],
    permissions: [...account.permissions].map(permissionName),
  });
}
