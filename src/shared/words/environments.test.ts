import { expect, it } from 'vitest';
import type { AddressCheck } from '../environment.ts';
import { addressWords } from './environments.ts';

const unchecked = { kind: 'unchecked', origin: 'https://plant-a.example:8443', host: 'plant-a.example:8443' } as const;

it.each<readonly [Extract<AddressCheck, { kind: 'unchecked' }>, string]>([
  [
    { ...unchecked, because: 'client-certificate' },
    'Not checked. plant-a.example:8443 wants a certificate that shows who you are, and was shown none that it takes. ' +
      'Where this computer has one for it, you are asked which to show; else ask whoever looks after the platform. ' +
      'You can add it all the same.',
  ],
  [
    { ...unchecked, because: 'certificate', certificate: { host: 'plant-a.example', problem: 'expired', issuer: 'Plant CA' } },
    'Not checked. plant-a.example shows a certificate that ran out. It was issued by “Plant CA”. You can add it all the same.',
  ],
  [{ ...unchecked, because: 'timeout' }, 'Not checked. plant-a.example:8443 does not answer in time. You can add it all the same.'],
])('an address that could not be checked is told with what stood in the way, and the way on: %j', (check, words) => {
  expect(addressWords(check).words).toBe(words);
});
