import { describe, expect, it } from 'vitest';
import { anotherName } from './resolution.svelte.ts';

describe('another name for an entry whose name is taken', () => {
  it.each([
    ['historian-db-password', 'historian-db-password-2'],
    ['key-2', 'key-3'],
    ['pump-station-9', 'pump-station-10'],
    ['-', '--2'],
  ])('for %s is %s', (name, other) => {
    expect(anotherName(name)).toBe(other);
  });
});
