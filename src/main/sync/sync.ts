import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import type { Gate, Obstacle } from '../../shared/sync-status.ts';
import { createCourier, type Courier, type CourierPorts } from './courier.ts';
import type { News } from './news.ts';

/** After a wake a network needs seconds to come up: the first probe waits this long, with jitter. */
const wakeGraceMs = { least: 3_000, most: 15_000 } as const;

export interface SyncPorts extends Omit<CourierPorts, 'environmentId' | 'origin' | 'changed' | 'opened'> {
  readonly changed: (environmentId: EnvironmentId) => void;
  readonly opened: (environmentId: EnvironmentId) => void;
}

/** All couriers, one for each environment. */
export interface Sync {
  /** Takes an environment up; `lastExchangeAt` is what was remembered from the last run. */
  attend(environment: Environment, lastExchangeAt: number | null): void;
  /** Lets an environment go that is about to be removed. */
  leave(environmentId: EnvironmentId): Promise<void>;
  status(environmentId: EnvironmentId): { readonly gate: Gate; readonly obstacle: Obstacle | null; readonly lastExchangeAt: number | null };
  /** An entry was added or changed, or somebody signed in or out. */
  look(environmentId: EnvironmentId): void;
  sendNow(environmentId: EnvironmentId): void;
  /** Another part of the app heard from this environment. */
  hear(environmentId: EnvironmentId, news: News): void;
  /** The system reports a link: believed only as a reason to try. */
  linkCameUp(): void;
  suspend(): void;
  resume(): void;
  /** The person switched the network off or on: what is under way is broken off, and everything looks anew. */
  networkSwitched(): void;
  stop(): Promise<void>;
}

export function createSync(ports: SyncPorts): Sync {
  const couriers = new Map<EnvironmentId, Courier>();
  const each = (run: (courier: Courier) => void): void => couriers.forEach(run);
  const grace = (): number => wakeGraceMs.least + ports.random() * (wakeGraceMs.most - wakeGraceMs.least);

  return {
    attend(environment, lastExchangeAt) {
      if (couriers.has(environment.id)) return;
      const courier = createCourier(
        {
          ...ports,
          environmentId: environment.id,
          origin: environment.origin,
          changed: () => ports.changed(environment.id),
          opened: () => ports.opened(environment.id),
        },
        lastExchangeAt,
      );
      couriers.set(environment.id, courier);
      courier.look();
    },
    async leave(environmentId) {
      const courier = couriers.get(environmentId);
      couriers.delete(environmentId);
      await courier?.stop();
    },
    status(environmentId) {
      const courier = couriers.get(environmentId);
      return {
        gate: courier?.gate ?? { kind: 'unproven' },
        obstacle: courier?.obstacle ?? null,
        lastExchangeAt: courier?.lastExchangeAt ?? null,
      };
    },
    look: (environmentId) => couriers.get(environmentId)?.look(),
    sendNow: (environmentId) => {
      const courier = couriers.get(environmentId);
      // Whoever presses a button is awake, whatever the system forgot to say.
      courier?.resume(0);
      courier?.hurry(0, true);
    },
    hear: (environmentId, news) => couriers.get(environmentId)?.hear(news),
    linkCameUp: () => each((courier) => courier.hurry()),
    suspend: () => each((courier) => courier.suspend()),
    resume: () => each((courier) => courier.resume(grace())),
    networkSwitched: () =>
      each((courier) => {
        courier.suspend();
        courier.resume(0);
      }),
    async stop() {
      await Promise.all([...couriers.values()].map((courier) => courier.stop()));
    },
  };
}
