import { expect, test } from 'vitest';
import { plainName } from './plain-name.ts';

test.each([
  ['Plant CA', 'Plant CA'],
  [' \u202ePlant\n\u0000CA ', 'Plant CA'],
  ['\u0007', ''],
  ['x'.repeat(200), `${'x'.repeat(79)}…`],
])('a certificate’s name %j is shown as %j', (name, shown) => {
  expect(plainName(name)).toBe(shown);
});
