import { secretsOf } from '../../shared/secret-columns.ts';
import type { PlatformSecret, SecretsList } from '../../shared/secrets-list.ts';

/** An environment's list as this page knows it. */
export interface ListedSecrets extends Pick<SecretsList, 'mark' | 'refreshedAt' | 'reading' | 'brokeOff' | 'listRefused' | 'deliveredSince'> {
  /** The platform's secrets as far as they are known, by name. The same array for as long as none of them changed. */
  readonly secrets: readonly PlatformSecret[];
  /** KRNs that mean "You". The same array for as long as they are the same. */
  readonly me: readonly string[];
}

/** The list after an answer. What the answer left as it was stays the very same, so that nothing is drawn anew for it. */
export function listedAfter(before: ListedSecrets | null, answer: SecretsList): ListedSecrets {
  const { mark, refreshedAt, reading, brokeOff, listRefused, deliveredSince } = answer;
  const known = before ?? { secrets: [], me: [] };
  return {
    mark,
    refreshedAt,
    reading,
    brokeOff,
    listRefused,
    deliveredSince,
    secrets: secretsAfter(known.secrets, answer),
    me: known.me.join('\n') === answer.me.join('\n') ? known.me : answer.me,
  };
}

function secretsAfter(before: readonly PlatformSecret[], answer: SecretsList): readonly PlatformSecret[] {
  // Sorted here too: where each secret stands is found by this order, whatever order a database has.
  const told = secretsOf(answer.secrets).sort(byName);
  if (answer.whole) return told;
  if (told.length === 0 && answer.gone.length === 0) return before;
  const out = new Set([...answer.gone, ...told.map(({ name }) => name)]);
  return merged(before.filter(({ name }) => !out.has(name)), told, byName);
}

/** Two sorted lists as one. What is equal stands first from `one`. */
export function merged<T>(one: readonly T[], other: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  const all: T[] = [];
  let at = 0;
  for (const item of one) {
    for (let next = other[at]; next !== undefined && compare(next, item) < 0; next = other[at]) {
      all.push(next);
      at += 1;
    }
    all.push(item);
  }
  for (; at < other.length; at += 1) all.push(other[at] as T);
  return all;
}

/** The secret of a name, in a list that is sorted by name. */
export function secretNamed(secrets: readonly PlatformSecret[], name: string): PlatformSecret | null {
  let low = 0;
  let high = secrets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((secrets[middle]?.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  const found = secrets[low];
  return found?.name === name ? found : null;
}

function byName(a: PlatformSecret, b: PlatformSecret): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
