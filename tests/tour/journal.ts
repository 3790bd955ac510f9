import { expect } from './expect.ts';
import type { Scene } from './scene.ts';
import type { TourSecret } from './secrets.ts';

/**
 * What the platform itself recorded, whatever the app says: one request to create this secret ever arrived, it was
 * carried out, and the value is the one that was given, compared by its fingerprint (HMAC) at the platform.
 */
export async function createdExactlyOnce({ sandbox }: Scene, { name, value }: TourSecret): Promise<void> {
  const { client } = sandbox;
  const creates = (await client.journal({ operation: 'create' })).filter((entry) => entry.names.includes(name));
  const valueHmac = await client.hmac(value);
  expect(
    creates.map(({ committed, status, valueHmac }) => ({ committed, status, valueHmac })),
    `requests that created ${name}`,
  ).toEqual([{ committed: true, status: 201, valueHmac }]);
  expect((await client.secret(name))?.valueHmac, `the value of ${name} on the platform`).toBe(valueHmac);
}
