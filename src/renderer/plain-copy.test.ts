import { expect, test } from 'vitest';
import { plainCopy } from './plain-copy.ts';

test('what the copy holds is what was given, without a proxy that the process border would refuse', () => {
  const list = new Proxy([new Proxy({ id: 'x' }, {})], {});
  const given = new Proxy({ name: 'a', count: 2, isOn: false, nothing: null, list, ids: ['y', 'z'] }, {});
  expect(() => structuredClone(given)).toThrow();
  const copy = plainCopy(given);
  expect(structuredClone(copy)).toEqual({ name: 'a', count: 2, isOn: false, nothing: null, list: [{ id: 'x' }], ids: ['y', 'z'] });
  expect(copy.list).not.toBe(given.list);
});

test('a text, and nothing, are themselves', () => {
  expect([plainCopy('a'), plainCopy(null), plainCopy(undefined)]).toEqual(['a', null, undefined]);
});
