import { expect, test } from 'vitest';
import type { Environment, EnvironmentId } from './environment.ts';
import { readEnvironmentList, writeEnvironmentList } from './environment-list.ts';

const plant: Environment = {
  id: 'a' as EnvironmentId, origin: 'https://plant-a.example', label: 'Plant A', kind: 'production', colour: 'plum', addedAt: 1,
  demoAccount: { userName: 'demo', password: 'demo' },
};

test('what was written is read again, and nothing secret is in it', () => {
  const text = writeEnvironmentList([plant]);
  expect(text).not.toMatch(/demo|addedAt|"a"/);
  expect(readEnvironmentList(text)).toEqual({
    environments: [{ address: 'https://plant-a.example', label: 'Plant A', kind: 'production', colour: 'plum' }],
    unread: 0,
  });
});

test.each(['', 'hello', '[]', '{}', '{"format":"something else"}', 'null', '7'])('%j is no such file', (text) => {
  expect(readEnvironmentList(text)).toBeNull();
});

test('a line that is not right is left out and counted', () => {
  const good = { address: 'https://b.example', label: 'B', kind: 'staging', colour: 'teal' };
  const wrong = [null, 7, {}, { ...good, kind: 'x' }, { ...good, colour: 'red' }, { ...good, label: ' ' }, { ...good, address: 1 }, { ...good, label: 'l'.repeat(61) }];
  const text = JSON.stringify({ format: 'Kelvin Secrets environments 1', environments: [good, ...wrong] });
  expect(readEnvironmentList(text)).toEqual({ environments: [good], unread: wrong.length });
});
