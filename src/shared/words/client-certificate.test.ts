import { expect, test } from 'vitest';
import { certificateFacts } from './client-certificate.ts';

test('a certificate that ran out is told as such', () => {
  const one = { id: 'a', subject: 'Ana Ruiz', issuer: 'Plant A authority', validUntil: new Date(2026, 10, 4, 12).getTime() };
  expect(certificateFacts(one, one.validUntil - 1)).toBe('Issued by Plant A authority, valid until 4 Nov 2026');
  expect(certificateFacts(one, one.validUntil)).toBe('Issued by Plant A authority, ran out on 4 Nov 2026');
});
