import { describe, expect, it } from 'vitest';
import { lookAlike, type Look } from './look-alike.ts';

const plant: Look = { label: 'Plant A', kind: 'production', colour: 'plum' };

describe('an environment that looks like another', () => {
  it.each(['Plant A', 'plant a', ' Plant  A ', 'Plant\u00a0A', 'Ｐlant A', 'Plant\u200b A'])('is found by a label that reads the same: %j', (label) => {
    expect(lookAlike({ ...plant, label }, [plant])).toBe(plant);
  });

  it.each<[string, Partial<Look>]>([
    ['label', { label: 'Plant B' }],
    ['kind', { kind: 'staging' }],
    ['colour', { colour: 'teal' }],
    ['label, for it has none yet', { label: ' ' }],
  ])('does not, where it has another %s', (_, other) => {
    expect(lookAlike({ ...plant, ...other }, [plant])).toBeNull();
  });
});
