import { notCreatedOnce } from '../support/created-once.ts';
import { expect } from './expect.ts';
import type { Scene } from './scene.ts';
import type { TourSecret } from './secrets.ts';

/**
 * What the platform itself recorded, whatever the app says: one request to create this secret ever arrived, it was
 * carried out, and the value is the one that was given, compared by its fingerprint (HMAC) at the platform.
 */
export async function createdExactlyOnce({ sandbox }: Scene, { name, value }: TourSecret): Promise<void> {
  const { client } = sandbox;
  const valueHmac = await client.hmac(value);
  expect(notCreatedOnce(await client.journal(), name, valueHmac), `what speaks against ${name} being created once`).toEqual([]);
  expect((await client.secret(name))?.valueHmac, `the value of ${name} on the platform`).toBe(valueHmac);
}
