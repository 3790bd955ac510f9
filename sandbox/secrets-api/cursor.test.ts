import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeCursor, parseCursor, SORT_FIELDS } from './cursor.ts';

it('comes back as it went, whatever was searched for', () => {
  const cursor = fc.record({
    search: fc.array(fc.string()),
    sortBy: fc.array(fc.constantFrom(...SORT_FIELDS)),
    descending: fc.boolean(),
    at: fc.array(fc.string()),
    toward: fc.constantFrom('next' as const, 'previous' as const),
    page: fc.integer({ min: 1 }),
  });
  fc.assert(
    fc.property(cursor, (given) => {
      const text = encodeCursor(given);
      expect(text).toMatch(/^[0-9a-f]+$/);
      expect(parseCursor(text)).toEqual(given);
    }),
  );
});

it('is nothing when it is not one of ours, and never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => parseCursor(text) === undefined));
  expect(parseCursor(Buffer.from('{"search":[]}').toString('hex'))).toBeUndefined();
});
