import { expect, it } from 'vitest';
import { placeOf } from './environment-names.ts';

it.each([
  ['Plant A', 'production', 'Plant A (production)'],
  ['Plant A Production', 'production', 'Plant A Production'],
  ['Plant A staging', 'staging', 'Plant A staging'],
  ['Non-production test', 'production', 'Non-production test (production)'],
  ['Preproduction A', 'production', 'Preproduction A (production)'],
  ['Plant A production', 'staging', 'Plant A production (staging)'],
  ['Sandbox', 'other', 'Sandbox'],
] as const)('%s, which is %s, is called %s where something goes there', (label, kind, place) => {
  expect(placeOf({ label, kind })).toBe(place);
});
