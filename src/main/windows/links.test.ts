import { expect, test } from 'vitest';
import { mayOpenOutside } from './links.ts';

test('the platform’s documentation may open in the browser', () => {
  expect(mayOpenOutside('https://docs.kelvin.ai/secrets?x=1#top')).toBe(true);
});

test.each([
  'http://docs.kelvin.ai/',
  'https://docs.kelvin.ai:8443/',
  'https://docs.kelvin.ai.example/',
  'https://docs.kelvin.ai@example.com/',
  'https://ana@docs.kelvin.ai/',
  'https://kelvin.ai/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://docs.kelvin.ai/share',
  'docs.kelvin.ai',
  '',
])('%s may not', (address) => {
  expect(mayOpenOutside(address)).toBe(false);
});
