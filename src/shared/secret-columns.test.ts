import { expect, test } from 'vitest';
import { columnsOf, secretsOf } from './secret-columns.ts';

test('secrets that went as columns are the same secrets, whatever was not told of them', () => {
  const secrets = [
    { name: 'a', created: '2026-11-04T10:00:00Z', createdBy: 'krn:user:ana', updated: null, updatedBy: 'krn:user:ben' },
    { name: 'b', created: null, createdBy: null, updated: '2026-11-05T10:00:00Z', updatedBy: 'krn:user:ana' },
  ];
  expect(secretsOf(columnsOf(secrets))).toEqual(secrets);
  expect(secretsOf(columnsOf([]))).toEqual([]);
});

test('a person who stands on many secrets is sent once', () => {
  const secret = { created: null, createdBy: 'krn:user:ana', updated: null, updatedBy: 'krn:user:ana' };
  expect(columnsOf([{ name: 'a', ...secret }, { name: 'b', ...secret }]).people).toEqual(['krn:user:ana']);
});
