import { randomUUID } from 'node:crypto';
import { answer, done, refuse } from '../../shared/answer.ts';
import type { Answer } from '../../shared/answer.ts';
import { maxEnvironmentLabel } from '../../shared/environment.ts';
import type { Environment, EnvironmentColour, EnvironmentId, EnvironmentKind } from '../../shared/environment.ts';
import type { Database } from '../storage/database.ts';
import type { Clock } from '../system/clock.ts';
import { parseUrl } from '../system/parse-url.ts';
import { isIssuer, parseAddress } from './address.ts';
import type { Address } from './address.ts';
import { isSameIssuer } from './issuer.ts';
import { removeEnvironment } from './removal.ts';
import { parseEnvironment } from './stored-environment.ts';
import type { StoredEnvironment } from './stored-environment.ts';

export interface EnvironmentsParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Development only: plain HTTP to this computer itself. */
  readonly allowHttpLoopback: boolean;
  /** The sandbox's account, shown on the sign-in screen of a development profile. */
  readonly demoAccount?: { readonly origin: string; readonly userName: string; readonly password: string };
}

export interface NewEnvironment {
  readonly address: string;
  readonly label: string;
  readonly kind: EnvironmentKind;
  readonly colour: EnvironmentColour;
  /** The exact issuer at another host that the person agreed to, or null. */
  readonly confirmedIssuer: string | null;
}

/** Stands for an address that is looked at before it is an environment, where the network asks whose request it is. */
export const addressCheckId = 'address-check' as EnvironmentId;

/** Which platforms there are. An environment's origin never changes; its id is persisted and never reused. */
export interface Environments {
  /** In the order in which they were added. */
  list(): readonly Environment[];
  get(id: EnvironmentId): Environment | null;
  withOrigin(origin: string): Environment | null;
  /** What a typed address means in this build. */
  parse(address: string): Address;
  /**
   * Refusals: bad-address (also of the issuer), bad-input (label), environment-exists (same origin), and
   * issuer-of-another (people sign in to another environment there, or the issuer is another's).
   */
  add(wanted: NewEnvironment): Answer<Environment>;
  /** Another name, kind or colour; its origin never changes. Refusals: unknown-environment, bad-input (label). */
  change(id: EnvironmentId, wanted: Pick<NewEnvironment, 'label' | 'kind' | 'colour'>): Answer<Environment>;
  /** With its history, lists, sessions and accounts. Refusals: unknown-environment, environment-has-entries. */
  remove(id: EnvironmentId): Answer<Record<string, never>>;
  /** An answer of the expected shape came at this wall clock time. */
  recordExchange(id: EnvironmentId, at: number): void;
  lastExchangeAt(id: EnvironmentId): number | null;
  confirmedIssuer(id: EnvironmentId): string | null;
  /**
   * The person agreed to sign in at this exact issuer elsewhere, after the environment was made; it takes the place
   * of one confirmed before. Refusals: unknown-environment, bad-address (https only, as for the platform itself),
   * issuer-of-another.
   */
  confirmIssuer(id: EnvironmentId, issuer: string): Answer<Record<string, never>>;
  /**
   * Whose an issuer is that the platform at `origin` names: another environment stands at its address, or has it
   * confirmed. What a person gives there, and the token that comes of it, would be good at that other one too.
   */
  issuerOfAnother(origin: string, issuer: string): Environment | null;
  /** The environment whose confirmed sign-in is at this origin, other than the one that stands there. */
  signsInAt(origin: string): Environment | null;
  /** Where this environment's requests may go: its own origin and that of the issuer the person confirmed. */
  allowedOrigins(id: EnvironmentId): readonly string[];
  /** Lets requests of `addressCheckId` go to this origin for as long as `run` takes. */
  whileChecking<T>(origin: string, run: () => Promise<T>): Promise<T>;
  /** Lets requests of an environment that is gone go where they might before, for as long as `run` takes. */
  afterRemoval<T>(id: EnvironmentId, origins: readonly string[], run: () => Promise<T>): Promise<T>;
}

export function createEnvironments({ db, clock, allowHttpLoopback, demoAccount }: EnvironmentsParts): Environments {
  const byAge = db.prepare<[], StoredEnvironment>('SELECT * FROM environments ORDER BY added_at, rowid');
  const byId = db.prepare<[string], StoredEnvironment>('SELECT * FROM environments WHERE id = ?');
  const byOrigin = db.prepare<[string], StoredEnvironment>('SELECT * FROM environments WHERE origin = ?');
  const insert = db.prepare(
    `INSERT INTO environments (id, origin, label, kind, colour, confirmed_issuer, added_at)
     VALUES (:id, :origin, :label, :kind, :colour, :confirmedIssuer, :addedAt)`,
  );
  const update = db.prepare('UPDATE environments SET label = :label, kind = :kind, colour = :colour WHERE id = :id');
  const exchanged = db.prepare('UPDATE environments SET last_exchange_at = :at WHERE id = :id');
  const confirm = db.prepare('UPDATE environments SET confirmed_issuer = ? WHERE id = ?');
  /** Where requests may go whose environment is not in the database. */
  const passing = new Set<{ readonly id: EnvironmentId; readonly origins: readonly string[] }>();

  const view = (row: StoredEnvironment | undefined): Environment | null => {
    if (row === undefined) return null;
    const environment = parseEnvironment(row);
    if (environment.origin !== demoAccount?.origin) return environment;
    return { ...environment, demoAccount: { userName: demoAccount.userName, password: demoAccount.password } };
  };

  const letting = async <T>(id: EnvironmentId, origins: readonly string[], run: () => Promise<T>): Promise<T> => {
    const pass = { id, origins };
    passing.add(pass);
    try {
      return await run();
    } finally {
      passing.delete(pass);
    }
  };

  const issuerOfAnother = (origin: string, issuer: string): Environment | null => {
    const at = parseUrl(issuer)?.origin;
    if (at === origin) return null;
    const isIts = ({ origin: other, confirmed_issuer: confirmed }: StoredEnvironment): boolean =>
      other === at || (confirmed !== null && isSameIssuer(confirmed, issuer));
    return view(byAge.all().find((row) => row.origin !== origin && isIts(row)));
  };
  const signsInAt = (origin: string): Environment | null => {
    const isThere = (row: StoredEnvironment): boolean =>
      row.origin !== origin && row.confirmed_issuer !== null && parseUrl(row.confirmed_issuer)?.origin === origin;
    return view(byAge.all().find(isThere));
  };

  return {
    list: () => byAge.all().map(view).filter((environment) => environment !== null),
    get: (id) => view(byId.get(id)),
    withOrigin: (origin) => view(byOrigin.get(origin)),
    parse: (address) => parseAddress(address, allowHttpLoopback),
    add(wanted) {
      const address = parseAddress(wanted.address, allowHttpLoopback);
      if (address.kind !== 'address') return refuse('bad-address');
      const label = wanted.label.trim();
      if (label === '' || label.length > maxEnvironmentLabel) return refuse('bad-input');
      if (byOrigin.get(address.origin) !== undefined) return refuse('environment-exists');
      const { kind, colour, confirmedIssuer } = wanted;
      if (confirmedIssuer !== null && !isIssuer(confirmedIssuer, allowHttpLoopback)) return refuse('bad-address');
      if (signsInAt(address.origin) !== null) return refuse('issuer-of-another');
      if (confirmedIssuer !== null && issuerOfAnother(address.origin, confirmedIssuer) !== null) return refuse('issuer-of-another');
      const id = randomUUID() as EnvironmentId;
      insert.run({ id, origin: address.origin, label, kind, colour, confirmedIssuer, addedAt: clock.now() });
      const added = view(byId.get(id));
      return added === null ? refuse('unexpected') : answer(added);
    },
    change(id, { label: typed, kind, colour }) {
      const label = typed.trim();
      if (label === '' || label.length > maxEnvironmentLabel) return refuse('bad-input');
      update.run({ id, label, kind, colour });
      const changed = view(byId.get(id));
      return changed === null ? refuse('unknown-environment') : answer(changed);
    },
    remove(id) {
      if (byId.get(id) === undefined) return refuse('unknown-environment');
      return removeEnvironment(db, id, clock.now()) ? done : refuse('environment-has-entries');
    },
    recordExchange(id, at) {
      exchanged.run({ id, at });
    },
    lastExchangeAt: (id) => byId.get(id)?.last_exchange_at ?? null,
    confirmedIssuer: (id) => byId.get(id)?.confirmed_issuer ?? null,
    confirmIssuer(id, issuer) {
      if (!isIssuer(issuer, allowHttpLoopback)) return refuse('bad-address');
      const row = byId.get(id);
      if (row === undefined) return refuse('unknown-environment');
      if (issuerOfAnother(row.origin, issuer) !== null) return refuse('issuer-of-another');
      confirm.run(issuer, id);
      return done;
    },
    issuerOfAnother,
    signsInAt,
    allowedOrigins(id) {
      const row = byId.get(id);
      if (row === undefined) return [...passing].flatMap((pass) => (pass.id === id ? pass.origins : []));
      const issuer = row.confirmed_issuer === null ? null : parseUrl(row.confirmed_issuer);
      return issuer === null ? [row.origin] : [row.origin, issuer.origin];
    },
    whileChecking: (origin, run) => letting(addressCheckId, [origin], run),
    afterRemoval: letting,
  };
}
