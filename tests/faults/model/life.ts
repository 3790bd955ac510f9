import type { Access } from '../../../src/main/auth/access.ts';
import { createRenewal } from '../../../src/main/auth/renewal.ts';
import { createSessions } from '../../../src/main/auth/sessions.ts';
import { createOutbox } from '../../../src/main/outbox/outbox.ts';
import { createPlatformApi } from '../../../src/main/platform-api/create-platform-api.ts';
import { createSync } from '../../../src/main/sync/sync.ts';
import type { Environment, EnvironmentId } from '../../../src/shared/environment.ts';
import { isDiskFull, openOn, type Disk } from './disk.ts';
import type { TokenResult } from '../../../src/main/auth/token-endpoint.ts';
import { createNetwork, createTokenEndpoint, origin, takeOver, type Cable, type Witness } from './network.ts';
import type { ComputerClock } from './time.ts';
import { Violation } from './violation.ts';

export const environment: Environment = {
  id: 'plant' as EnvironmentId, origin, label: 'Plant', kind: 'production', colour: 'plum', addedAt: 0,
};
const issuer = `${origin}/auth/realms/kelvin`;

export interface LifeParts {
  readonly file: string;
  readonly disk: Disk;
  readonly cable: Cable;
  readonly computer: ComputerClock;
  readonly newId: () => string;
  readonly witness: Witness;
  /** What the app heard of the issuer. */
  readonly tokenHeard: (result: TokenResult) => void;
}

export type Life = ReturnType<typeof beginLife>;

/** One run of the app, from its start to its end: everything real between the database file and the network port. */
export function beginLife(parts: LifeParts) {
  const { cable, disk } = parts;
  let alive = true;
  const isAlive = (): boolean => alive;
  const clock = parts.computer.forLife(isAlive);
  const db = openOn(parts.file, disk);
  const outbox = createOutbox({ db, clock, newId: parts.newId });
  const sessions = createSessions(db);
  const sessionChanged = (): void => {
    // As the app does it: after a sign-in everything goes on at once.
    if (access.isSignedIn(environment.id) && sync.status(environment.id).gate.kind === 'sign-in') {
      sync.sendNow(environment.id);
    } else sync.look(environment.id);
  };
  const tokenEndpoint = createTokenEndpoint(cable, isAlive, () => clock.now(), parts.tokenHeard);
  const access: Access = {
    ...createRenewal({ sessions, tokenEndpoint, clock, changed: sessionChanged }),
    account(environmentId) {
      const session = sessions.get(environmentId);
      return session === null || session.kind === 'signed-out' ? null : session.account;
    },
    isSignedIn: (environmentId) => sessions.get(environmentId)?.kind === 'signed-in',
    learnKrn: (accountId, krn) => sessions.learnKrn(accountId, krn),
  };
  const network = createNetwork(cable, isAlive, parts.witness);
  const stumbles: unknown[] = [];
  const sync = createSync({
    log: outbox.attempts,
    api: createPlatformApi({ network, clock, appVersion: 'model' }),
    access,
    clock,
    random: cable.random,
    network,
    delivered: () => undefined,
    changed: () => undefined,
    opened: () => undefined,
    stumbled: (error) => stumbles.push(error),
  });
  // What the app does first of all.
  outbox.attempts.recover();

  return {
    db,
    outbox,
    sync,
    access,
    stumbles,
    isAlive,
    begin: () => sync.attend(environment, null),
    gate: () => sync.status(environment.id).gate,
    signIn(who: 'ana' | 'ben'): void {
      const address = `${who}@plant.example`;
      sessions.begin({
        environmentId: environment.id,
        issuer,
        subject: who,
        name: address,
        names: [address, who],
        tokens: takeOver(cable.platform.issue(who), clock.now()),
        method: 'password',
        client: null,
        at: clock.now(),
      });
      sessionChanged();
    },
    signOut(): void {
      sessions.signOut(environment.id);
      sessionChanged();
    },
    /** Only a full disk may make a step stumble; anything else is a fault of the app's own. */
    checkStumbles(): void {
      const other = stumbles.find((error) => !isDiskFull(error));
      if (other !== undefined) throw new Violation(`the app stumbled: ${String(other instanceof Error ? other.stack : other)}`);
    },
    /** The process is gone from one instruction to the next; what it committed is on the disk. */
    kill(): void {
      alive = false;
      db.close();
    },
  };
}
