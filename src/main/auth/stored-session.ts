import { z } from 'zod';
import type { SignInMethod } from '../../shared/session.ts';
import type { Account } from './access.ts';
import type { ServiceAccount } from './token-endpoint.ts';

/** A session row joined with its account, as the database gives it. */
export interface StoredSession {
  readonly state: string;
  readonly access_token: string | null;
  readonly access_expires_at: number | null;
  readonly refresh_token: string | null;
  readonly refresh_expires_at: number | null;
  readonly method: SignInMethod;
  readonly client_id: string | null;
  readonly client_secret: string | null;
  readonly account_id: number;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly names: string;
  readonly krn: string | null;
}

export type Session =
  | {
      readonly kind: 'signed-in';
      readonly account: Account;
      readonly accessToken: string | null;
      readonly accessExpiresAt: number | null;
      readonly refreshToken: string | null;
      readonly refreshExpiresAt: number | null;
      readonly method: SignInMethod;
      readonly client: ServiceAccount | null;
    }
  | { readonly kind: 'expired' | 'signed-out'; readonly account: Account };

const namesSchema = z.array(z.string()).catch([]);

export function parseSession(row: StoredSession): Session {
  const account: Account = {
    id: row.account_id,
    issuer: row.issuer,
    subject: row.subject,
    name: row.name,
    names: parseNames(row.names),
    krn: row.krn,
  };
  if (row.state !== 'signed-in') return { kind: row.state === 'expired' ? 'expired' : 'signed-out', account };
  return {
    kind: 'signed-in',
    account,
    accessToken: row.access_token,
    accessExpiresAt: row.access_expires_at,
    refreshToken: row.refresh_token,
    refreshExpiresAt: row.refresh_expires_at,
    method: row.method,
    client:
      row.client_id === null || row.client_secret === null
        ? null
        : { clientId: row.client_id, clientSecret: row.client_secret },
  };
}

export function parseNames(json: string): readonly string[] {
  return namesSchema.parse(JSON.parse(json));
}
