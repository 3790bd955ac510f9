import { expect, test } from 'vitest';
import { createRequestsUnderWay } from './requests-under-way.ts';

test('what is under way to one origin is broken off, and nothing else', () => {
  const underWay = createRequestsUnderWay();
  const own = new AbortController();
  const [one, two, other] = [
    underWay.begin('https://plant-a.example/api', undefined),
    underWay.begin('https://plant-a.example/metadata', own.signal),
    underWay.begin('https://plant-a.example:8443/', undefined),
  ];
  underWay.breakOff('https://plant-a.example');
  expect([one, two, other].map(({ isBrokenOff, signal }) => [isBrokenOff, signal.aborted])).toEqual([[true, true], [true, true], [false, false]]);
});

test('an asker that gives up by itself was not broken off from here', () => {
  const own = new AbortController();
  const one = createRequestsUnderWay().begin('https://plant-a.example/', own.signal);
  own.abort();
  expect([one.signal.aborted, one.isBrokenOff]).toEqual([true, false]);
});

test('what has ended is not under way', () => {
  const underWay = createRequestsUnderWay();
  const [one, two] = [1, 2].map(() => underWay.begin('https://plant-a.example/', undefined));
  one?.end();
  expect(underWay.isAny('https://plant-a.example')).toBe(true);
  two?.end();
  expect(underWay.isAny('https://plant-a.example')).toBe(false);
});
