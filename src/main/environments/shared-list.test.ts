import { expect, test } from 'vitest';
import type { Environment } from '../../shared/environment.ts';
import { parseAddress } from './address.ts';
import { readSharedList } from './shared-list.ts';

const here = {
  parse: (address: string) => parseAddress(address, false),
  withOrigin: (origin: string) => (origin === 'https://a.example' ? ({} as Environment) : null),
};

const file = (addresses: readonly string[]) =>
  JSON.stringify({
    format: 'Kelvin Secrets environments 1',
    environments: addresses.map((address) => ({ address, label: 'Plant', kind: 'other', colour: 'slate' })),
  });

test('each line of a file says what adding it would come to', () => {
  const list = readSharedList(
    file(['https://a.example/', 'https://b.example', 'https://b.example:443/x', 'http://c.example', 'https://u:p@d.example', 'https://']),
    here,
  );
  expect(list.kind === 'list' && list.environments.map(({ state }) => state)).toEqual([
    'already-there', 'new', 'already-there', 'not-an-address', 'not-an-address', 'not-an-address',
  ]);
});

test('another file is no list', () => {
  expect(readSharedList('{"secrets": []}', here)).toEqual({ kind: 'no-list' });
});
