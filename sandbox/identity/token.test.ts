import { expect, it, onTestFinished, vi } from 'vitest';
import { call, formOf, startRig, TOKEN_PATH, type Tokens } from '../testing/harness.ts';

/** What python-keycloak sends with every grant: all fields, empty when unused. */
const PYTHON_FORM = {
  client_id: 'kelvin-client',
  username: '',
  password: '',
  code: '',
  redirect_uri: '',
  scope: 'openid',
};

const part = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** Moves the clock of this process, and so of the sandbox in it, into the future. */
function travel(seconds: number): void {
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
}

it('gives the published client what it insists on for a user name and a password', async () => {
  const rig = await startRig();
  const reply = await rig.token({
    ...PYTHON_FORM,
    grant_type: 'password',
    username: 'demo',
    password: 'demo',
  });
  expect(reply.status).toBe(200);
  expect(reply.json()).toMatchObject({
    access_token: expect.any(String),
    expires_in: 3600,
    refresh_token: expect.any(String),
    refresh_expires_in: 1800,
    token_type: 'Bearer',
    'not-before-policy': 0,
    session_state: expect.any(String),
    scope: 'openid email profile',
    id_token: expect.any(String),
  });
});

it('makes an access token as Keycloak makes them', async () => {
  const rig = await startRig();
  const { access_token } = await rig.signIn();
  expect(part(access_token, 0)).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) });
  const claims = part(access_token, 1);
  expect(claims).toMatchObject({
    iss: `${rig.origin}/auth/realms/kelvin`,
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    jti: expect.any(String),
    preferred_username: 'demo@sandbox.example',
    email: 'demo@sandbox.example',
    azp: 'kelvin-client',
    scope: 'openid email profile',
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
});

it('signs with a key that `certs` shows', async () => {
  const rig = await startRig();
  const { access_token } = await rig.signIn();
  const certs = await call(`${rig.origin}/auth/realms/kelvin/protocol/openid-connect/certs`);
  const [key] = certs.json<{ keys: Record<string, unknown>[] }>().keys;
  expect(key).toMatchObject({ kid: part(access_token, 0).kid, kty: 'RSA' });
  expect(key).not.toHaveProperty('d');
});

it('accepts the full user name as well as its short form', async () => {
  const rig = await startRig();
  expect((await rig.signIn('demo@sandbox.example', { password: 'demo' })).scope).toContain('openid');
});

it.each([
  ['a wrong password', { username: 'demo', password: 'wrong' }],
  ['an unknown user', { username: 'nobody', password: 'demo' }],
  ['no user name', { username: '', password: '' }],
  ['no one-time code where one is needed', { username: 'totp', password: 'totp' }],
  ['a wrong one-time code', { username: 'totp', password: 'totp', totp: 'abcdef' }],
  [
    "a service account's name",
    { username: 'service-account-sandbox-service', password: 'sandbox-service-secret' },
  ],
])('answers %s with 401 and the same words', async (_what, form) => {
  const rig = await startRig();
  const reply = await rig.token({ ...PYTHON_FORM, grant_type: 'password', ...form });
  expect([reply.status, reply.json()]).toEqual([
    401,
    { error: 'invalid_grant', error_description: 'Invalid user credentials' },
  ]);
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
});

it('takes the present one-time code as the text `totp`', async () => {
  const rig = await startRig();
  const tokens = await rig.signIn('totp', { totp: await rig.control.oneTimeCode('totp') });
  expect(part(tokens.access_token, 1).preferred_username).toBe('totp@sandbox.example');
});

it('rotates the refresh token, and the new access token works', async () => {
  const rig = await startRig();
  const first = await rig.signIn();
  const reply = await rig.token({
    ...PYTHON_FORM,
    grant_type: 'refresh_token',
    refresh_token: first.refresh_token,
  });
  const second = reply.json<Tokens>();
  expect(reply.status).toBe(200);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect([second.expires_in, second.refresh_expires_in]).toEqual([3600, 1800]);
  const me = await call(`${rig.origin}/api/v4/users/me`, {
    headers: { authorization: `Bearer ${second.access_token}` },
  });
  expect(me.json()).toMatchObject({ username: 'demo@sandbox.example' });
});

it('takes a spent refresh token for a theft: refuses it and ends the whole session', async () => {
  const rig = await startRig();
  const first = await rig.signIn();
  const second = (await rig.refresh(first.refresh_token)).json<Tokens>();
  const refused = { error: 'invalid_grant', error_description: 'Token is not active' };
  const reused = await rig.refresh(first.refresh_token);
  expect([reused.status, reused.json()]).toEqual([400, refused]);
  const family = await rig.refresh(second.refresh_token);
  expect([family.status, family.json()]).toEqual([400, refused]);
  const me = await call(`${rig.origin}/api/v4/users/me`, {
    headers: { authorization: `Bearer ${second.access_token}` },
  });
  expect(me.status).toBe(401);
});

it('refuses an unknown refresh token with 400', async () => {
  const reply = await (await startRig()).refresh('nonsense');
  expect([reply.status, reply.json()]).toEqual([
    400,
    { error: 'invalid_grant', error_description: 'Token is not active' },
  ]);
});

it.each([
  [
    'in the form',
    { ...PYTHON_FORM, client_id: 'sandbox-service', client_secret: 'sandbox-service-secret' },
    {},
  ],
  ['in a header', {}, { authorization: `Basic ${btoa('sandbox-service:sandbox-service-secret')}` }],
])(
  'gives a service account a token without a refresh token, its secret %s',
  async (_where, form, headers) => {
    const rig = await startRig();
    const body = formOf({ ...form, grant_type: 'client_credentials' });
    const reply = await call(rig.origin + TOKEN_PATH, {
      method: 'POST',
      body: body.body ?? '',
      headers: { ...body.headers, ...headers },
    });
    expect(reply.status).toBe(200);
    const tokens = reply.json<Tokens>();
    expect(tokens).not.toHaveProperty('refresh_token');
    expect(tokens).not.toHaveProperty('refresh_expires_in');
    const created = await call(`${rig.origin}/api/v4/secrets/create`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access_token}` },
      body: JSON.stringify({ name: 'a', value: 'x' }),
    });
    expect(created.json()).toMatchObject({ created_by: 'krn:srv-acc:sandbox-service' });
  },
);

it('refuses a service account with a wrong secret', async () => {
  const reply = await (
    await startRig()
  ).token({ grant_type: 'client_credentials', client_id: 'sandbox-service', client_secret: 'wrong' });
  expect([reply.status, reply.json()]).toMatchObject([401, { error: 'invalid_client' }]);
});

it('signs out with 204 at both addresses, after which neither token counts', async () => {
  for (const path of ['/auth/realms/kelvin/logout', '/auth/realms/kelvin/protocol/openid-connect/logout']) {
    const rig = await startRig();
    const tokens = await rig.signIn();
    const form = formOf({ client_id: 'kelvin-client', refresh_token: tokens.refresh_token });
    const reply = await call(rig.origin + path, { method: 'POST', ...form });
    expect([path, reply.status, reply.text]).toEqual([path, 204, '']);
    expect((await rig.refresh(tokens.refresh_token)).status).toBe(400);
    const list = await call(`${rig.origin}/api/v4/secrets/list`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(list.status).toBe(401);
    const again = await call(rig.origin + path, { method: 'POST', ...form });
    expect([again.status, again.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  }
});

it('revokes a refresh token at the revocation endpoint', async () => {
  const rig = await startRig();
  const { refresh_token } = await rig.signIn();
  const form = formOf({ client_id: 'kelvin-client', token: refresh_token });
  const reply = await call(`${rig.origin}/auth/realms/kelvin/protocol/openid-connect/revoke`, {
    method: 'POST',
    ...form,
  });
  expect(reply.status).toBe(200);
  expect((await rig.refresh(refresh_token)).status).toBe(400);
});

it('ends sessions from the control port: of one user, or of everybody', async () => {
  const rig = await startRig();
  const [demo, colleague] = [await rig.signIn(), await rig.signIn('colleague')];
  expect(await rig.control.revokeSessions('demo')).toBe(1);
  expect((await rig.refresh(demo.refresh_token)).status).toBe(400);
  expect((await rig.refresh(colleague.refresh_token)).status).toBe(200);
  expect(await rig.control.revokeSessions()).toBe(1);
  expect((await rig.control.state()).sessions).toBe(0);
});

it('ends an access token when its time is over', async () => {
  const rig = await startRig({ accessTokenSeconds: 60 });
  const { access_token, expires_in } = await rig.signIn();
  expect(expires_in).toBe(60);
  const ask = (): Promise<number> =>
    call(`${rig.origin}/api/v4/users/me`, { headers: { authorization: `Bearer ${access_token}` } }).then(
      ({ status }) => status,
    );
  expect(await ask()).toBe(200);
  travel(61);
  expect(await ask()).toBe(401);
});

it('refuses a refresh token when its time is over', async () => {
  const rig = await startRig({ refreshTokenSeconds: 60 });
  const { refresh_token, refresh_expires_in } = await rig.signIn();
  expect(refresh_expires_in).toBe(60);
  travel(61);
  const reply = await rig.refresh(refresh_token);
  expect([reply.status, reply.json()]).toEqual([
    400,
    { error: 'invalid_grant', error_description: 'Token is not active' },
  ]);
});

it('refuses an access token that was changed, or signed by somebody else', async () => {
  const rig = await startRig();
  const other = await startRig();
  const { access_token } = await rig.signIn();
  const [header = '', payload = '', signature = ''] = access_token.split('.');
  const claims = { ...part(access_token, 1), sub: 'somebody-else' };
  const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
  const unsigned = [Buffer.from('{"alg":"none"}').toString('base64url'), payload, signature].join('.');
  for (const token of [forged, unsigned, (await other.signIn()).access_token]) {
    const reply = await call(`${rig.origin}/api/v4/users/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(reply.status).toBe(401);
  }
});

it('answers JSON from the token endpoint whatever a client accepts', async () => {
  const rig = await startRig();
  const reply = await call(rig.origin + TOKEN_PATH, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'text/plain' },
    body: 'x',
  });
  expect([reply.status, reply.headers['content-type'], reply.json()]).toMatchObject([
    400,
    /json/,
    { error: 'invalid_request' },
  ]);
});

it('tells userinfo, and refuses it without a token', async () => {
  const rig = await startRig();
  const { access_token } = await rig.signIn();
  const address = `${rig.origin}/auth/realms/kelvin/protocol/openid-connect/userinfo`;
  const reply = await call(address, { headers: { authorization: `Bearer ${access_token}` } });
  expect(reply.json()).toMatchObject({
    sub: part(access_token, 1).sub,
    preferred_username: 'demo@sandbox.example',
  });
  expect((await call(address)).status).toBe(401);
});

it('answers unknown addresses below the realm, and other realms, with 404 in JSON', async () => {
  const { origin } = await startRig();
  for (const path of [
    '/auth/realms/kelvin/nothing',
    '/auth/realms/master/protocol/openid-connect/token',
    '/auth/',
  ]) {
    const reply = await call(origin + path);
    expect([path, reply.status, reply.json()]).toMatchObject([path, 404, { error: 'not_found' }]);
  }
});
