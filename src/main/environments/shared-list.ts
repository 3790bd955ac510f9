import { readEnvironmentList } from '../../shared/environment-list.ts';
import type { EnvironmentListFile, ListedEnvironment } from '../../shared/environment-list.ts';
import type { Environments } from './environments.ts';

/**
 * What a team's file would add here. Nothing is asked of any address in it: whoever wrote the file is not yet trusted
 * with so much as a request.
 */
export function readSharedList(text: string, environments: Pick<Environments, 'parse' | 'withOrigin'>): EnvironmentListFile {
  const list = readEnvironmentList(text);
  if (list === null) return { kind: 'no-list' };
  const seen = new Set<string>();
  const stateOf = (typed: string): ListedEnvironment['state'] => {
    const address = environments.parse(typed);
    if (address.kind !== 'address') return 'not-an-address';
    if (seen.has(address.origin) || environments.withOrigin(address.origin) !== null) return 'already-there';
    seen.add(address.origin);
    return 'new';
  };
  return {
    kind: 'list',
    environments: list.environments.map((one) => ({ ...one, state: stateOf(one.address) })),
    unread: list.unread,
  };
}
