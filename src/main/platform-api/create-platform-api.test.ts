import { describe, expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import { SecretValue } from '../../shared/secret-value.ts';
import { jsonAnswer, rawAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createPlatformApi } from './create-platform-api.ts';

const target = { environmentId: 'e' as EnvironmentId, origin: 'https://p.example', accessToken: 'token' };
const value = () => new SecretValue(new TextEncoder().encode('value'));

function api(answer = jsonAnswer(200, { name: 'a' })) {
  const network = scriptedNetwork(() => answer);
  return { network, platform: createPlatformApi({ network, clock: new VirtualClock(), appVersion: '1.2.3' }) };
}

describe('the platform API', () => {
  test('says who it is and as whom, and asks for JSON', async () => {
    const { network, platform } = api();
    await platform.create(target, 'a', value(), 1_000);
    expect(network.requests[0]).toMatchObject({
      lane: 'write',
      method: 'POST',
      url: 'https://p.example/api/v4/secrets/create',
      deadlineMs: 1_000,
      headers: {
        accept: 'application/json',
        'user-agent': 'kelvin-secrets/1.2.3',
        authorization: 'Bearer token',
        'content-type': 'application/json',
      },
    });
  });

  test('writes by POST with the verb in the path, the name percent-encoded', async () => {
    const { network, platform } = api();
    await platform.replace(target, 'a/b', value(), 1);
    await platform.remove(target, 'a b', 1);
    expect(network.requests.map(({ url }) => url)).toEqual([
      'https://p.example/api/v4/secrets/a%2Fb/update',
      'https://p.example/api/v4/secrets/a%20b/delete',
    ]);
    expect(network.requests[1]?.body).toBeUndefined();
    expect(network.requests[1]?.headers['content-type']).toBeUndefined();
  });

  test('erases the body when the exchange is over', async () => {
    const bodies: Uint8Array[] = [];
    const network = scriptedNetwork(({ body }) => {
      if (body !== undefined) bodies.push(body);
      return jsonAnswer(201, { name: 'a' });
    });
    await createPlatformApi({ network, clock: new VirtualClock(), appVersion: '0' }).create(target, 'a', value(), 1);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.every((byte) => byte === 0)).toBe(true);
  });

  test('asks for metadata without a token', async () => {
    const { network, platform } = api();
    await platform.metadata(target.environmentId, target.origin);
    expect(network.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test.each([
    ['both names', jsonAnswer(200, { username: 'u', email: 'e', permissions: ['p'] }), { kind: 'me', names: ['u', 'e'], permissions: ['p'] }],
    ['one name once', jsonAnswer(200, { username: 'u', email: 'u' }), { kind: 'me', names: ['u'], permissions: null }],
    ['nothing of use', jsonAnswer(200, { id: 7 }), { kind: 'unknown' }],
    ['an error', rawAnswer(500, ''), { kind: 'unknown' }],
  ])('tells %s of the account', async (_, answer, expected) => {
    expect(await api(answer).platform.me(target)).toEqual(expected);
  });
});
