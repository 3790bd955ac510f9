import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Account, Accounts } from '../accounts.ts';
import type { Store } from '../store.ts';

/**
 * The resource server's side of an access token: signature, issuer, time, and that its session still stands.
 * (A platform that only checks signatures would honour a revoked token until it runs out; this one does not,
 * so that a revoked session shows at once.)
 */
export class BearerTokens {
  readonly #store: Store;
  readonly #accounts: Accounts;
  readonly #issuer: string;
  #key: KeyObject | undefined;

  constructor(store: Store, accounts: Accounts, issuer: string) {
    this.#store = store;
    this.#accounts = accounts;
    this.#issuer = issuer;
  }

  /** Whose token an Authorization header carries; `undefined` when it carries none that counts. */
  accountOf(authorization: string | undefined): Account | undefined {
    const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization ?? '');
    if (token === null) return undefined;
    const [, header = '', payload = '', signature = ''] = token;
    if (decode(header)?.alg !== 'RS256') return undefined;
    if (
      !verify(
        'sha256',
        Buffer.from(`${header}.${payload}`),
        this.#publicKey(),
        Buffer.from(signature, 'base64url'),
      )
    )
      return undefined;
    const claims = decode(payload);
    if (claims === undefined || claims.iss !== this.#issuer || claims.typ !== 'Bearer') return undefined;
    if (typeof claims.exp !== 'number' || claims.exp * 1000 <= Date.now()) return undefined;
    if (typeof claims.sid !== 'string' || !this.#store.grants.has(claims.sid)) return undefined;
    return typeof claims.sub === 'string' ? this.#accounts.byId(claims.sub) : undefined;
  }

  #publicKey(): KeyObject {
    this.#key ??= createPublicKey({ key: this.#store.signingKey as JsonWebKey, format: 'jwk' });
    return this.#key;
  }
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
