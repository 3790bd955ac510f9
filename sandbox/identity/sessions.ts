import type { Store } from '../store.ts';

/**
 * Ends sessions: their grants and refresh tokens go, so access tokens stop counting and refreshing is
 * refused.
 */
export class Sessions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The sessions that stand now, of one account or of everybody. */
  ids(accountId?: string): string[] {
    const now = Date.now() / 1000;
    return [...this.#store.grants]
      .filter(
        ([, grant]) =>
          (accountId === undefined || grant.accountId === accountId) && !(Number(grant.exp) <= now),
      )
      .map(([id]) => id);
  }

  /** Ends the given sessions and answers how many; resolves when that is on disk. */
  async revoke(ids: string[]): Promise<number> {
    const gone = new Set(ids.filter((id) => this.#store.grants.delete(id)));
    for (const [key, token] of this.#store.refreshTokens) {
      if (ids.includes(String(token.grantId))) this.#store.refreshTokens.delete(key);
    }
    await this.#store.save();
    return gone.size;
  }
}
