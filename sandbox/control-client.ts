import type {
  ActiveFault,
  AccountView,
  FaultRule,
  JournalEntry,
  ListLag,
  Operation,
  Permission,
  Released,
  ReleaseWhat,
  SandboxState,
  SecretView,
} from './control/contract.ts';

export type {
  ActiveFault,
  AccountView,
  FaultKind,
  FaultRule,
  JournalEntry,
  ListLag,
  Operation,
  Permission,
  Released,
  ReleaseWhat,
  SandboxState,
  SecretView,
  Target,
} from './control/contract.ts';

/** The control port refused; the message is its own words. */
export class ControlError extends Error {
  override name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Steers a sandbox and reads what it saw. Every method resolves when what it asks for is in force. */
export class ControlClient {
  readonly #origin: string;
  readonly #token: string;

  constructor({ control, controlToken }: { control: string; controlToken: string }) {
    this.#origin = control;
    this.#token = controlToken;
  }

  state(): Promise<SandboxState> {
    return this.#ask('GET', '/state');
  }

  /** Sets a fault; rules are tried in the order in which they were set. Answers it with its number. */
  fault(rule: FaultRule): Promise<ActiveFault> {
    return this.#ask('POST', '/faults', rule);
  }

  faults(): Promise<ActiveFault[]> {
    return this.#ask('GET', '/faults');
  }

  /**
   * Removes one fault, or all. After `refuse` was cleared, connections are accepted again on the same port.
   */
  async clearFaults(id?: number): Promise<void> {
    await this.#ask('DELETE', id === undefined ? '/faults' : `/faults/${id}`);
  }

  /** Refuses connections until the returned function is called. */
  async refuse(): Promise<() => Promise<void>> {
    const { id } = await this.fault({ kind: 'refuse' });
    return () => this.clearFaults(id);
  }

  /** Lets late commits land, held-back names appear in the list, or hung requests end; answers how many. */
  release(what: ReleaseWhat = 'all'): Promise<Released> {
    return this.#ask('POST', '/release', { what });
  }

  /** Shifts the `Date` header and the times of secrets against real time. */
  async setClockOffset(offsetMs: number): Promise<void> {
    await this.#ask('PUT', '/clock', { offsetMs });
  }

  async setListLag(lag: ListLag): Promise<void> {
    await this.#ask('PUT', '/list-lag', { lag });
  }

  setPermissions(user: string, permissions: Permission[]): Promise<AccountView> {
    return this.#ask('PUT', `/users/${encodeURIComponent(user)}/permissions`, { permissions });
  }

  async oneTimeCode(user: string): Promise<string> {
    return (await this.#ask<{ code: string }>('GET', `/users/${encodeURIComponent(user)}/one-time-code`))
      .code;
  }

  /** Ends the sessions of one user, or of everybody, and answers how many. */
  async revokeSessions(user?: string): Promise<number> {
    return (
      await this.#ask<{ revoked: number }>('POST', '/sessions/revoke', user === undefined ? {} : { user })
    ).revoked;
  }

  secrets(): Promise<SecretView[]> {
    return this.#ask('GET', '/secrets');
  }

  async secret(name: string): Promise<SecretView | undefined> {
    return (await this.secrets()).find((secret) => secret.name === name);
  }

  /**
   * Creates a secret behind the client's back, as `colleague` unless another user is named. No rule is
   * checked.
   */
  async createSecret(name: string, value: string, as?: string): Promise<void> {
    await this.#ask('POST', '/secrets', { name, value, ...(as === undefined ? {} : { as }) });
  }

  async updateSecret(name: string, value: string, as?: string): Promise<void> {
    await this.#ask('POST', `/secrets/${encodeURIComponent(name)}/update`, {
      value,
      ...(as === undefined ? {} : { as }),
    });
  }

  async deleteSecret(name: string): Promise<void> {
    await this.#ask('DELETE', `/secrets/${encodeURIComponent(name)}`);
  }

  /** The fingerprint that a value has here, to compare with `valueHmac`; text counts as UTF-8. */
  async hmac(value: string | Uint8Array): Promise<string> {
    const body = typeof value === 'string' ? { value } : { base64: Buffer.from(value).toString('base64') };
    return (await this.#ask<{ hmac: string }>('POST', '/hmac', body)).hmac;
  }

  /** What arrived after entry number `since`, oldest first, optionally of one operation only. */
  async journal(options: { since?: number; operation?: Operation } = {}): Promise<JournalEntry[]> {
    const entries = await this.#ask<JournalEntry[]>('GET', `/journal?since=${options.since ?? 0}`);
    return options.operation === undefined
      ? entries
      : entries.filter((entry) => entry.operation === options.operation);
  }

  /** The number of the newest entry, to ask later for what came after it. */
  async mark(): Promise<number> {
    return (await this.journal()).at(-1)?.seq ?? 0;
  }

  async #ask<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const response = await fetch(this.#origin + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { errors?: { description?: string }[] };
    if (!response.ok)
      throw new ControlError(
        response.status,
        answer?.errors?.[0]?.description ?? `status ${response.status}`,
      );
    return answer as Result;
  }
}
