import { generate } from 'selfsigned';
import { expect, it } from 'vitest';
import { call, failureOf, startRig, type Rig } from './testing/harness.ts';

async function startTls(publicUrl?: string): Promise<Rig> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return startRig({ tls: { cert, key }, publicUrl });
}

it('serves everything over TLS, and its addresses are https', async () => {
  const rig = await startTls();
  expect(rig.origin).toMatch(/^https:\/\/localhost:\d+$/);
  const api = await rig.as();
  expect((await api.create('a', 'x')).status).toBe(201);
  const configuration = await call(`${rig.origin}/auth/realms/kelvin/.well-known/openid-configuration`);
  expect(configuration.json()).toMatchObject({
    issuer: `${rig.origin}/auth/realms/kelvin`,
    token_endpoint: `${rig.origin}/auth/realms/kelvin/protocol/openid-connect/token`,
  });
});

it('names the public address without a port, for clients that drop ports', async () => {
  const rig = await startTls('https://sandbox.example');
  expect((await call(`${rig.origin}/metadata`)).json()).toMatchObject({
    authentication: { url: 'https://sandbox.example' },
    docker: { url: 'sandbox.example' },
  });
  const configuration = await call(`${rig.origin}/auth/realms/kelvin/.well-known/openid-configuration`);
  expect(configuration.json()).toMatchObject({
    issuer: 'https://sandbox.example/auth/realms/kelvin',
    authorization_endpoint: 'https://sandbox.example/auth/realms/kelvin/protocol/openid-connect/auth',
  });
  expect((await (await rig.as()).get('/users/me')).status).toBe(200);
});

it('resets, breaks off and refuses below TLS too', async () => {
  const rig = await startTls();
  const api = await rig.as();
  for (const kind of [
    'reset-before-commit',
    'reset-after-commit',
    'reset-in-head',
    'reset-in-body',
    'truncate-body',
    'reset-before-read',
  ] as const) {
    await rig.control.fault({ kind, count: 1 });
    expect([kind, await failureOf(api.create(kind, 'x'))]).toEqual([kind, 'ECONNRESET']);
  }
  expect((await rig.control.secrets()).map(({ name }) => name)).toEqual([
    'reset-after-commit',
    'reset-in-head',
    'reset-in-body',
    'truncate-body',
  ]);
  const accept = await rig.control.refuse();
  expect(await failureOf(api.get('/users/me'))).toBe('ECONNREFUSED');
  await accept();
  expect((await api.get('/users/me')).status).toBe(200);
});
