import { expect, test } from 'vitest';
import { arrivalWords, nothingWaits } from './lists.ts';
import { recordedWords } from './many.ts';
import { refusalWords } from './refusals.ts';

test('what was not recorded of many is told with the reason of the first', () => {
  expect(recordedWords(3, [])).toBe('3 entries in the outbox.');
  expect(recordedWords(1, [{ code: 'name-already-waits' }, { code: 'disk-full' }])).toBe(
    `1 entry in the outbox. 2 not recorded. ${refusalWords('name-already-waits')}`,
  );
});

test('thousands that arrived are written as numbers are', () => {
  const arrived = (count: number, environment: string) =>
    ({ names: Array.from({ length: count }, (_, index) => `n-${String(index)}`), intent: 'create', environment }) as const;
  expect(arrivalWords([arrived(1000, 'Plant A'), arrived(200, 'Plant B'), arrived(1, 'Plant C')])).toBe('1,201 entries arrived in 3 environments.');
});

test('an empty outbox does not claim that all arrived: some may have been discarded', () => {
  expect(nothingWaits({ environment: 'Plant A', at: 'today at 14:32' })).toMatch(/^Everything you added has arrived or was discarded\./);
});
