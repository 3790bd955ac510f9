import type { Account, Accounts } from './accounts.ts';
import { failure, unknownPath, wrongMethod, type Answer } from './answer.ts';
import { parseJson, readBody } from './body.ts';
import type { Clock } from './clock.ts';
import type { JournalEntry } from './control/contract.ts';
import { meet } from './faults/meeting.ts';
import { meetsConnection, type FaultRules } from './faults/rules.ts';
import type { Waiting } from './faults/waiting.ts';
import type { Arrival } from './front-door.ts';
import type { Fingerprint } from './hmac.ts';
import type { Identity } from './identity/identity.ts';
import { journalPath, readIncoming, type Incoming } from './incoming.ts';
import type { Journal } from './journal.ts';
import { field, type ApiCall, type SecretsApi } from './secrets-api/api.ts';
import { longestBody, type SecretRules } from './secrets-api/rules.ts';

/** What the platform is made of; built once in sandbox.ts. */
export interface PlatformParts {
  accounts: Accounts;
  api: SecretsApi;
  clock: Clock;
  fingerprint: Fingerprint;
  identity: Identity;
  journal: Journal;
  metadata: () => Answer;
  rules: FaultRules;
  secretRules: SecretRules;
  waiting: Waiting;
}

/** A request that is ready to run. `value` is what it would store, for the one fault that quotes it. */
interface Prepared {
  execute: () => Promise<{ answer: Answer; committed: boolean }>;
  value?: string | undefined;
}

/** Takes one request through: journal it, see what it is, meet its fault, execute, answer. */
export class Platform {
  readonly #parts: PlatformParts;

  constructor(parts: PlatformParts) {
    this.#parts = parts;
  }

  async take(arrival: Arrival): Promise<void> {
    const { journal, rules, clock, waiting } = this.#parts;
    const { request, response, connection, reused, reset } = arrival;
    const incoming = readIncoming(request);
    const { method, target, operation } = incoming;
    const entry = journal.open({
      method,
      path: journalPath(incoming),
      target,
      operation,
      connection,
      reused,
    });
    entries.set(request, entry);

    const fault = rules.forRequest(incoming, reused);
    if (fault !== undefined) journal.note(entry, { fault: fault.kind });
    if (fault !== undefined && meetsConnection(fault)) {
      return fault.kind === 'hang-before-read' ? waiting.hang(response) : reset();
    }
    const prepared = await this.#prepare(arrival, incoming, entry);
    if (prepared === undefined) return;
    await meet(fault, {
      outlet: { response, reset, clock },
      waiting,
      value: prepared.value,
      answered: (status) => journal.note(entry, { status }),
      execute: async () => {
        const { answer, committed } = await attempt(prepared.execute);
        if (committed) journal.note(entry, { committed });
        return answer;
      },
    });
  }

  /** Notes in the journal whose sign-in request it was; the identity side calls this while it answers. */
  noteSignIn(request: object, accountOrClient: string | undefined): void {
    const { accounts, journal } = this.#parts;
    const entry = entries.get(request);
    const account = accounts.byId(accountOrClient ?? '') ?? accounts.byLogin(accountOrClient ?? '');
    if (entry !== undefined && account !== undefined) journal.note(entry, { user: account.username });
  }

  async #prepare(arrival: Arrival, incoming: Incoming, entry: JournalEntry): Promise<Prepared | undefined> {
    const { metadata, identity } = this.#parts;
    const { request } = arrival;
    if (incoming.allowed !== undefined) return uncommitted(() => wrongMethod(incoming.allowed ?? ''));
    switch (incoming.target) {
      case 'metadata':
        return uncommitted(metadata);
      case 'auth':
        return uncommitted(() => identity.answer(request, incoming));
      case 'api':
        return this.#prepareApi(arrival, incoming, entry);
      case 'other':
        return uncommitted(unknownPath);
    }
  }

  async #prepareApi(
    arrival: Arrival,
    incoming: Incoming,
    entry: JournalEntry,
  ): Promise<Prepared | undefined> {
    const { api, fingerprint, identity, journal, secretRules } = this.#parts;
    const { request } = arrival;
    const account: Account | undefined = identity.tokens.accountOf(request.headers.authorization);
    const body = await readBody(request, longestBody(secretRules));
    // Nobody is there any more, and nothing whole was asked.
    if (body.kind === 'broken-off') return undefined;
    const parsed = body.kind === 'whole' ? parseJson(body.bytes) : undefined;
    const { query, operation, secretName } = incoming;
    const call: ApiCall = {
      operation,
      secretName,
      query,
      body: parsed,
      bodyTooLong: body.kind === 'too-long',
      account,
    };

    const value = operation === 'create' || operation === 'update' ? field(parsed, 'value') : undefined;
    const text = typeof value === 'string' ? value : undefined;
    const name = operation === 'create' ? field(parsed, 'name') : secretName;
    journal.note(entry, {
      user: account?.username ?? null,
      names: typeof name === 'string' ? [name] : [],
      ...(text === undefined ? {} : { valueHmac: fingerprint.of(text), valueBytes: Buffer.byteLength(text) }),
    });
    return { execute: () => api.answer(call), value: text };
  }
}

const entries = new WeakMap<object, JournalEntry>();

function uncommitted(answer: () => Answer | Promise<Answer>): Prepared {
  return { execute: async () => ({ answer: await answer(), committed: false }) };
}

async function attempt(execute: Prepared['execute']): ReturnType<Prepared['execute']> {
  try {
    return await execute();
  } catch (error) {
    // Only its kind: a message could carry what a request carried.
    const kind = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'unknown';
    console.error(`sandbox: a request failed inside (${kind})`);
    const answer = failure(500, {
      name: 'internal_error',
      title: 'Internal error',
      description: 'The sandbox could not finish this request.',
      solution: "See the sandbox's own output.",
    });
    return { answer, committed: false };
  }
}
