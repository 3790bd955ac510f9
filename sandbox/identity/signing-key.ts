import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** A new key to sign tokens with, as a JWK. */
export async function createSigningKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };
}
