import { beginning, type Time } from './time.ts';

export type Who = 'ana' | 'ben' | 'colleague';
export type Permission = 'create' | 'read' | 'update' | 'delete';
export type Operation = 'create' | 'replace' | 'delete';

/** How the platform shows who did something. */
export type Identity = 'plain' | 'missing' | 'unknown-kind';

/** One state of one secret, as it truly is. */
export interface Version {
  readonly name: string;
  readonly value: string;
  readonly created: string;
  readonly createdBy: string | null;
  readonly updated: string;
  readonly updatedBy: string | null;
  /** True time from which the list shows it (a list may lag behind a create). */
  readonly listedFrom: number;
  /** The journal line that made it what it is. */
  readonly line: Line;
  /** The journal line that created it. */
  readonly birth: Line;
}

/** One change of the platform's state: what the oracle believes, and the app never sees. */
export interface Line {
  readonly at: number;
  readonly operation: Operation;
  readonly name: string;
  readonly value: string | null;
  readonly who: Who;
  /** The app's attempt, null for changes that were made elsewhere. */
  readonly attemptId: string | null;
  readonly identity: Identity;
  readonly before: Version | null;
}

export interface Call {
  readonly operation: Operation | 'list';
  readonly name: string;
  readonly value: string | null;
  readonly token: string;
  readonly attemptId: string | null;
  readonly query: URLSearchParams;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const permissionFor = { create: 'create', list: 'read', replace: 'update', delete: 'delete' } as const;

/** Small, so that reading a list to its end takes several pages. */
const pageSizeAtMost = 2;

const accessLifeMs = 300_000;

/** A Kelvin platform in memory: secrets, permissions, sessions, and a journal of every change with who made it. */
export class Platform {
  readonly secrets = new Map<string, Version>();
  readonly journal: Line[] = [];
  readonly permissions: Record<Who, Set<Permission>> = {
    ana: new Set(['create', 'read', 'update', 'delete']),
    ben: new Set(['create', 'read', 'update', 'delete']),
    colleague: new Set(['create', 'read', 'update', 'delete']),
  };
  clockShift = 0;
  listLagMs = 0;
  identity: Identity = 'plain';
  readonly #time: Time;
  readonly #committed: (line: Line) => void;
  readonly #access = new Map<string, { who: Who; until: number }>();
  readonly #refresh = new Map<string, { who: Who; family: number; used: boolean }>();
  readonly #endedFamilies = new Set<number>();
  #serial = 0;

  constructor(time: Time, committed: (line: Line) => void) {
    this.#time = time;
    this.#committed = committed;
  }

  get date(): string {
    return new Date(Math.floor(this.#clock() / 1000) * 1000).toUTCString();
  }

  // ---- sign-in ----

  issue(who: Who, family = ++this.#serial): { accessToken: string; refreshToken: string; lifeMs: number } {
    const accessToken = `access-${++this.#serial}`;
    const refreshToken = `refresh-${this.#serial}`;
    this.#access.set(accessToken, { who, until: this.#time.now() + accessLifeMs });
    this.#refresh.set(refreshToken, { who, family, used: false });
    return { accessToken, refreshToken, lifeMs: accessLifeMs };
  }

  /** Refresh tokens rotate; one that is used twice ends its whole session. Null: invalid_grant. */
  renew(refreshToken: string): ReturnType<Platform['issue']> | null {
    const known = this.#refresh.get(refreshToken);
    if (known === undefined || this.#endedFamilies.has(known.family)) return null;
    if (known.used) {
      this.#endedFamilies.add(known.family);
      return null;
    }
    known.used = true;
    return this.issue(known.who, known.family);
  }

  endSessions(): void {
    for (const { family } of this.#refresh.values()) this.#endedFamilies.add(family);
    this.#access.clear();
  }

  rejectAccessTokens(): void {
    this.#access.clear();
  }

  whoHas(token: string): Who | null {
    const known = this.#access.get(token);
    return known === undefined || known.until <= this.#time.now() ? null : known.who;
  }

  // ---- the API ----

  answer(call: Call): Reply {
    const who = this.whoHas(call.token);
    if (who === null) return refusal(401, 'unauthenticated');
    if (!this.permissions[who].has(permissionFor[call.operation])) return refusal(403, 'not permitted');
    if (call.operation === 'list') return { status: 200, body: this.#list(call.query) };
    const exists = this.secrets.has(call.name);
    if (call.operation === 'create' && exists) return refusal(409, 'already exists');
    if (call.operation !== 'create' && !exists) return refusal(404, 'not found');
    const version = this.change(call.operation, call.name, call.value, who, call.attemptId);
    if (version === null) return { status: 200, body: null };
    return { status: call.operation === 'create' ? 201 : 200, body: shown(version) };
  }

  /** Changes what is there, whoever does it. The caller has checked that it can be done. */
  change(operation: Operation, name: string, value: string | null, who: Who, attemptId: string | null): Version | null {
    const before = this.secrets.get(name) ?? null;
    const at = this.#time.now();
    const line: Line = { at, operation, name, value, who, attemptId, identity: this.identity, before };
    this.journal.push(line);
    const after = this.#after(line, before);
    if (after === null) this.secrets.delete(name);
    else this.secrets.set(name, after);
    this.#committed(line);
    return after;
  }

  isListed(version: Version): boolean {
    return version.listedFrom <= this.#time.now();
  }

  releaseList(): void {
    for (const [name, version] of this.secrets) this.secrets.set(name, { ...version, listedFrom: 0 });
  }

  #after(line: Line, before: Version | null): Version | null {
    if (line.operation === 'delete') return null;
    const stamp = this.#stamp();
    const by = krnOf(line.who, this.identity);
    const value = line.value ?? '';
    if (line.operation === 'replace' && before !== null) {
      return { ...before, value, updated: stamp, updatedBy: by, line };
    }
    const listedFrom = line.at + this.listLagMs;
    const { name } = line;
    return { name, value, created: stamp, createdBy: by, updated: stamp, updatedBy: by, listedFrom, line, birth: line };
  }

  #list(query: URLSearchParams): unknown {
    const search = query.get('search') ?? '';
    const next = query.get('next') ?? '';
    const rows = [...this.secrets.values()]
      .filter((version) => version.name.includes(search) && version.name > next && this.isListed(version))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const size = Math.min(Number(query.get('page_size') ?? 20), pageSizeAtMost);
    const page = rows.slice(0, size);
    const next_page = rows.length > size ? (page.at(-1)?.name ?? null) : null;
    return { pagination: { next_page, previous_page: null, page_size: size }, data: page.map(shown) };
  }

  #clock(): number {
    return beginning + this.#time.now() + this.clockShift;
  }

  /** RFC 3339 with six decimals; the last three count up, so that no two stamps are alike. */
  #stamp(): string {
    const micros = String(++this.#serial % 1000).padStart(3, '0');
    return new Date(this.#clock()).toISOString().replace('Z', `${micros}Z`);
  }
}

export function krnOf(who: Who, identity: Identity): string | null {
  if (identity === 'missing') return null;
  return identity === 'plain' ? `krn:user:${who}@plant.example` : `krn:app:gateway/${who}`;
}

function shown(version: Version): Record<string, string | null> {
  const { name, created, createdBy, updated, updatedBy } = version;
  return { name, created, created_by: createdBy, updated, updated_by: updatedBy };
}

function refusal(status: number, title: string): Reply {
  return { status, body: { errors: [{ title }] } };
}
