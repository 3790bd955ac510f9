import type { EntryOwner, EntryView } from '../../shared/entry.ts';
import type { Entry } from './stored-entry.ts';

/** Who is asked about when an entry's owner is shown. */
export interface AccountNames {
  /** The account that is signed in to the entry's environment, or whose session expired there; null for nobody. */
  current(environmentId: Entry['environmentId']): { readonly id: number; readonly signedIn: boolean } | null;
  /** What an account is called. */
  name(accountId: number): string;
}

/** Shows entries to the screens: measure, state and owner, never a value. `entries` oldest first. */
export function viewEntries(entries: readonly Entry[], accounts: AccountNames): readonly EntryView[] {
  const ahead = new Set<string>();
  // Ten thousand entries are of a few environments and accounts: each is asked about once.
  const current = remembering((id: Entry['environmentId']) => accounts.current(id));
  const name = remembering((id: number) => accounts.name(id));
  return entries.map((entry) => {
    const key = `${entry.environmentId} ${entry.name}`;
    const behindAnother = ahead.has(key);
    if (entry.state.kind !== 'delivered' && entry.state.kind !== 'discarded') ahead.add(key);
    return {
      id: entry.id,
      environmentId: entry.environmentId,
      intent: entry.intent,
      name: entry.name,
      state: entry.state,
      owner: ownerOf(entry, { current, name }),
      heldAt: entry.heldAt,
      addedAt: entry.addedAt,
      attempts: entry.attempts,
      lastOutcome: entry.lastOutcome,
      valueBytes: entry.valueBytes,
      valueLines: entry.valueLines,
      behindAnother,
      deliveredAs: entry.deliveredAs,
    };
  });
}

function ownerOf(entry: Entry, accounts: AccountNames): EntryOwner {
  if (entry.accountId === null) return { kind: 'nobody-yet' };
  const current = accounts.current(entry.environmentId);
  if (current?.id === entry.accountId) return { kind: 'me' };
  return {
    kind: 'account',
    account: accounts.name(entry.accountId),
    somebodyElseIsSignedIn: current?.signedIn ?? false,
  };
}

function remembering<K, V>(ask: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, ask(key));
    return known.get(key) as V;
  };
}
