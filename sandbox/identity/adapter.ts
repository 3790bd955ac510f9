import { createHmac } from 'node:crypto';
import type { Adapter, AdapterConstructor, AdapterPayload } from 'oidc-provider';
import type { Store } from '../store.ts';

interface Kept {
  read(id: string): AdapterPayload | undefined;
  write(id: string, payload: AdapterPayload): void;
  remove(id: string): void;
  entries(): [key: string, payload: AdapterPayload][];
  removeKey(key: string): void;
  durable: boolean;
}

/**
 * Where oidc-provider keeps its things. Grants and refresh tokens go to the store, so that a session outlives
 * a restart; codes, login pages and browser sessions are short-lived and stay in memory.
 */
export function adapterFor(store: Store): AdapterConstructor {
  const memory = new Map<string, Kept>();
  const keep = (model: string): Kept => {
    if (model === 'Grant') return mapOf(store.grants, true);
    if (model === 'RefreshToken') return withoutTokens(store);
    const kept = memory.get(model) ?? mapOf(new Map(), false);
    memory.set(model, kept);
    return kept;
  };
  return class StoreAdapter implements Adapter {
    readonly #kept: Kept;

    constructor(model: string) {
      this.#kept = keep(model);
    }

    async upsert(id: string, payload: AdapterPayload): Promise<void> {
      this.#kept.write(id, payload);
      await this.#settle();
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      return this.#kept.read(id);
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#kept.entries().find(([, payload]) => payload.uid === uid)?.[1];
    }

    async findByUserCode(): Promise<undefined> {
      return undefined; // The device flow is switched off.
    }

    async consume(id: string): Promise<void> {
      const payload = this.#kept.read(id);
      if (payload === undefined) return;
      this.#kept.write(id, { ...payload, consumed: Math.floor(Date.now() / 1000) });
      await this.#settle();
    }

    async destroy(id: string): Promise<void> {
      this.#kept.remove(id);
      await this.#settle();
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, payload] of this.#kept.entries())
        if (payload.grantId === grantId) this.#kept.removeKey(key);
      await this.#settle();
    }

    async #settle(): Promise<void> {
      if (this.#kept.durable) await store.save();
    }
  };
}

function mapOf(map: Map<string, Record<string, unknown>>, durable: boolean): Kept {
  return {
    read: (id) => map.get(id),
    write: (id, payload) => void map.set(id, payload),
    remove: (id) => void map.delete(id),
    entries: () => [...map],
    removeKey: (key) => void map.delete(key),
    durable,
  };
}

/**
 * Refresh tokens are stored under a fingerprint and without themselves: who reads the data file cannot use
 * one.
 */
function withoutTokens(store: Store): Kept {
  const map = store.refreshTokens;
  const key = (id: string): string =>
    createHmac('sha256', store.hmacKey).update(`refresh-token:${id}`).digest('hex');
  return {
    read: (id) => {
      const payload = map.get(key(id));
      return payload && { ...payload, jti: id };
    },
    write: (id, { jti: _token, ...payload }) => void map.set(key(id), payload),
    remove: (id) => void map.delete(key(id)),
    entries: () => [...map],
    removeKey: (stored) => void map.delete(stored),
    durable: true,
  };
}
