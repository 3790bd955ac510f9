import type { Exchange, NetworkRequest } from '../../../src/main/system/network-port.ts';
import { jsonAnswer, noAnswer, rawAnswer } from '../../support/exchanges.ts';

export type Operation = 'create' | 'replace' | 'delete';

export interface Change {
  readonly operation: Operation;
  readonly name: string;
  readonly value: string | null;
}

interface Stored {
  readonly name: string;
  readonly created: string;
  readonly created_by: string;
  readonly updated: string;
  readonly updated_by: string;
}

/** What a request meets instead of the platform's own answer: an answer, or nothing until it is given up. */
export type Meeting = Exchange | 'hang' | null;

/** A platform in memory: so quick that ten thousand entries cost what they cost here, not there. */
export class Plant {
  readonly secrets = new Map<string, Stored>();
  /** Every request that wanted to change something, in the order in which they arrived. */
  readonly arrived: Change[] = [];
  /** The requests under way, and the most there ever were. */
  underWay = 0;
  mostUnderWay = 0;
  /** What a request meets; null: the platform itself. Set by a test. */
  meets: (change: Change | null) => Meeting = () => null;
  readonly #krn: string;
  readonly #now: () => number;

  constructor(krn: string, now: () => number) {
    this.#krn = krn;
    this.#now = now;
  }

  async exchange(request: NetworkRequest): Promise<Exchange> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      const change = changeIn(request);
      if (change !== null) this.arrived.push(change);
      const meeting = this.meets(change);
      if (meeting === 'hang') return await untilGivenUp(request);
      // Answers come back in turns of their own, and not in the order of their requests.
      for (let turns = this.arrived.length % 3; turns >= 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
      return meeting ?? this.#answer(request, change);
    } finally {
      this.underWay -= 1;
    }
  }

  /** As if it had been there before: what a delete takes away. */
  put(name: string): Stored {
    const at = this.#time();
    const stored = { name, created: at, created_by: this.#krn, updated: at, updated_by: this.#krn };
    this.secrets.set(name, stored);
    return stored;
  }

  #answer(request: NetworkRequest, change: Change | null): Exchange {
    const date = { date: new Date(this.#now()).toUTCString() };
    if (change === null) {
      const search = new URL(request.url).searchParams.get('search');
      const data = search === null ? [] : [...this.secrets.values()].filter(({ name }) => name === search);
      return jsonAnswer(200, { data, pagination: { next_page: null, previous_page: null, page_size: 1000 } }, date);
    }
    const before = this.secrets.get(change.name);
    if (change.operation === 'create') {
      return before === undefined ? jsonAnswer(201, this.put(change.name), date) : jsonAnswer(409, {}, date);
    }
    if (before === undefined) return jsonAnswer(404, {}, date);
    if (change.operation === 'delete') {
      this.secrets.delete(change.name);
      return rawAnswer(200, '', date);
    }
    const stored = { ...before, updated: this.#time(), updated_by: this.#krn };
    this.secrets.set(change.name, stored);
    return jsonAnswer(200, stored, date);
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

function changeIn({ method, url, body }: NetworkRequest): Change | null {
  if (method === 'GET') return null;
  const [, name = '', last = ''] = /\/secrets\/(?:([^/]+)\/)?(create|update|delete)$/.exec(new URL(url).pathname) ?? [];
  const sent = body === undefined ? {} : (JSON.parse(Buffer.from(body).toString('utf8')) as { name?: string; value?: string });
  if (last === 'create') return { operation: 'create', name: sent.name ?? '', value: sent.value ?? null };
  return { operation: last === 'update' ? 'replace' : 'delete', name: decodeURIComponent(name), value: sent.value ?? null };
}

function untilGivenUp({ signal }: NetworkRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(noAnswer('aborted'));
    if (signal?.aborted === true) giveUp();
    else signal?.addEventListener('abort', giveUp);
  });
}
