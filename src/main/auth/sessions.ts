import type { EnvironmentId } from '../../shared/environment.ts';
import type { Database } from '../storage/database.ts';
import { parseNames, parseSession } from './stored-session.ts';
import type { Session, StoredSession } from './stored-session.ts';
import type { SignInMethod } from '../../shared/session.ts';
import type { ServiceAccount, Tokens } from './token-endpoint.ts';

export interface NewSession {
  readonly environmentId: EnvironmentId;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly tokens: Tokens;
  readonly method: SignInMethod;
  /** With the method `service-account` alone. */
  readonly client: ServiceAccount | null;
  readonly at: number;
}

/** The sessions and accounts in the database. Every change is one commit. */
export interface Sessions {
  get(environmentId: EnvironmentId): Session | null;
  /** Takes the place of whatever session stood there. The account's KRN must be learned anew. */
  begin(session: NewSession): void;
  /** Takes over renewed tokens, unless the session is no longer the one whose refresh token was used (false). */
  renew(environmentId: EnvironmentId, usedRefreshToken: string, tokens: Tokens): boolean;
  /** The same for a service account, which renews with what it signed in with. */
  renewByClient(environmentId: EnvironmentId, client: ServiceAccount, tokens: Tokens): boolean;
  /** Ends a session and forgets its tokens, if it still is the one that holds this access and refresh token. */
  expire(environmentId: EnvironmentId, held: Held): boolean;
  signOut(environmentId: EnvironmentId): boolean;
  addNames(accountId: number, names: readonly string[]): void;
  learnKrn(accountId: number, krn: string): void;
}

export type Held = Pick<Tokens, 'refreshToken'> & { readonly accessToken: string | null };

export function createSessions(db: Database): Sessions {
  const select = db.prepare<[string], StoredSession>(
    `SELECT sessions.*, accounts.issuer, accounts.subject, accounts.name, accounts.names, accounts.krn
       FROM sessions JOIN accounts ON accounts.id = sessions.account_id WHERE sessions.environment_id = ?`,
  );
  const upsertAccount = db.prepare<object, { id: number }>(
    `INSERT INTO accounts (environment_id, issuer, subject, name, names)
     VALUES (:environmentId, :issuer, :subject, :name, :names)
     ON CONFLICT (environment_id, issuer, subject)
       DO UPDATE SET name = excluded.name, names = excluded.names, krn = NULL
     RETURNING id`,
  );
  const replace = db.prepare(
    `INSERT OR REPLACE INTO sessions (environment_id, account_id, state, signed_in_at,
       access_token, access_expires_at, refresh_token, refresh_expires_at, method, client_id, client_secret)
     VALUES (:environmentId, :accountId, 'signed-in', :at,
       :accessToken, :accessExpiresAt, :refreshToken, :refreshExpiresAt, :method, :clientId, :clientSecret)`,
  );
  const renewed = db.prepare(
    `UPDATE sessions SET access_token = :accessToken, access_expires_at = :accessExpiresAt,
       refresh_token = :refreshToken, refresh_expires_at = :refreshExpiresAt
     WHERE environment_id = :environmentId AND state = 'signed-in' AND refresh_token = :used`,
  );
  const renewedByClient = db.prepare(
    `UPDATE sessions SET access_token = :accessToken, access_expires_at = :accessExpiresAt
     WHERE environment_id = :environmentId AND state = 'signed-in' AND client_id = :clientId
       AND client_secret = :clientSecret`,
  );
  const ended = db.prepare(
    `UPDATE sessions SET state = :state, access_token = NULL, access_expires_at = NULL,
       refresh_token = NULL, refresh_expires_at = NULL, client_secret = NULL
     WHERE environment_id = :environmentId AND state <> 'signed-out'
       AND (:any OR (access_token IS :accessToken AND refresh_token IS :refreshToken))`,
  );
  const namesOf = db.prepare<[number], { names: string }>('SELECT names FROM accounts WHERE id = ?');
  const setNames = db.prepare('UPDATE accounts SET names = ? WHERE id = ?');
  // Told by each delivery: what is known already must not cost a commit.
  const setKrn = db.prepare('UPDATE accounts SET krn = @krn WHERE id = @accountId AND krn IS NOT @krn');

  return {
    get(environmentId) {
      const row = select.get(environmentId);
      return row === undefined ? null : parseSession(row);
    },
    begin({ environmentId, issuer, subject, name, names, tokens, method, client, at }) {
      db.transaction(() => {
        const account = upsertAccount.get({ environmentId, issuer, subject, name, names: JSON.stringify(names) });
        replace.run({
          environmentId,
          accountId: account?.id,
          at,
          ...tokens,
          method,
          clientId: client?.clientId ?? null,
          clientSecret: client?.clientSecret ?? null,
        });
      }).immediate();
    },
    renew(environmentId, usedRefreshToken, tokens) {
      // A refresh that answers no new refresh token leaves the old one good (RFC 6749 §6).
      const refreshToken = tokens.refreshToken ?? usedRefreshToken;
      return renewed.run({ ...tokens, refreshToken, environmentId, used: usedRefreshToken }).changes === 1;
    },
    renewByClient(environmentId, client, tokens) {
      return renewedByClient.run({ ...tokens, environmentId, ...client }).changes === 1;
    },
    expire(environmentId, held) {
      return ended.run({ environmentId, state: 'expired', any: 0, ...held }).changes === 1;
    },
    signOut(environmentId) {
      const any = { any: 1, accessToken: null, refreshToken: null };
      return ended.run({ environmentId, state: 'signed-out', ...any }).changes === 1;
    },
    addNames(accountId, names) {
      const known = parseNames(namesOf.get(accountId)?.names ?? '[]');
      setNames.run(JSON.stringify([...new Set([...known, ...names])]), accountId);
    },
    learnKrn(accountId, krn) {
      setKrn.run({ krn, accountId });
    },
  };
}
