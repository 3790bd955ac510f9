import type { EnvironmentId } from '../../shared/environment.ts';
import type { Announce } from '../ipc/announce.ts';
import type { Clock } from '../system/clock.ts';

/** While a thousand entries drain, the screens are told this often at most, ms. */
const togetherMs = 50;

type Subject = 'outbox-changed' | 'secrets-changed' | 'session-changed';

/** Announces changes, many of them together as one. */
export type News = (subject: Subject, environmentId: EnvironmentId) => void;

export function createNews(announce: Announce, clock: Clock): News {
  const waiting = new Map<string, () => void>();
  return (subject, environmentId) => {
    const key = `${subject} ${environmentId}`;
    if (waiting.has(key)) return;
    waiting.set(key, () => announce(subject, { environmentId }));
    if (waiting.size > 1) return;
    clock.setTimer(togetherMs, () => {
      const all = [...waiting.values()];
      waiting.clear();
      for (const tell of all) tell();
    });
  };
}
