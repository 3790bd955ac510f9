import { expect, it } from 'vitest';
import { call, errorNames, startRig } from '../testing/harness.ts';

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

it('creates a secret and answers 201 with its five fields, never with the value', async () => {
  const rig = await startRig();
  const reply = await (await rig.as()).create('demosecret', 'This is a really big secret!');
  expect(reply.status).toBe(201);
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
  const secret = reply.json();
  expect(secret).toEqual({
    name: 'demosecret',
    created_by: 'krn:user:demo@sandbox.example',
    created: expect.stringMatching(STAMP),
    updated: secret.created,
    updated_by: 'krn:user:demo@sandbox.example',
  });
});

it('moves only `updated` and `updated_by` on an update', async () => {
  const rig = await startRig();
  const created = (await (await rig.as()).create('a', 'one')).json<Record<string, string>>();
  const reply = await (await rig.as('colleague')).post('/secrets/a/update', { value: 'two' });
  expect(reply.status).toBe(200);
  const updated = reply.json<Record<string, string>>();
  expect(updated).toEqual({
    ...created,
    updated: updated.updated,
    updated_by: 'krn:user:colleague@sandbox.example',
  });
  expect(updated.updated! > created.created!).toBe(true);
});

it('answers a delete with 200, no body and no content type, whatever content type was sent', async () => {
  const rig = await startRig();
  const { access_token } = await rig.signIn();
  await (await rig.as()).create('a', 'one');
  const headers = {
    authorization: `Bearer ${access_token}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const reply = await call(`${rig.origin}/api/v4/secrets/a/delete`, { method: 'POST', headers });
  expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([200, '', undefined]);
  expect(await rig.control.secrets()).toEqual([]);
});

it('refuses a second create with 409 and leaves the first as it is', async () => {
  const rig = await startRig();
  const api = await rig.as();
  await api.create('a', 'one');
  const reply = await api.create('a', 'two');
  expect([reply.status, errorNames(reply)]).toEqual([409, ['secret_already_exists']]);
  expect((await rig.control.secret('a'))?.valueHmac).toBe(await rig.control.hmac('one'));
});

it('answers 404 to an update or a delete of what is not there', async () => {
  const api = await (await startRig()).as();
  for (const path of ['/secrets/a/update', '/secrets/a/delete', '/secrets/%zz/delete']) {
    const reply = await api.post(path, { value: 'x' });
    expect([path, reply.status, errorNames(reply)]).toEqual([path, 404, ['secret_not_found']]);
  }
});

it.each([
  ['no name', { value: 'x' }, 'name'],
  ['a name that is no text', { name: 7, value: 'x' }, 'name'],
  ['capitals in a name', { name: 'Demo', value: 'x' }, 'name'],
  ['a dot in a name', { name: 'a.b', value: 'x' }, 'name'],
  ['a dash at the end of a name', { name: 'a-', value: 'x' }, 'name'],
  ['a name of 64 characters', { name: 'a'.repeat(64), value: 'x' }, 'name'],
  ['no value', { name: 'a' }, 'value'],
  ['a value that is no text', { name: 'a', value: null }, 'value'],
  ['an empty value', { name: 'a', value: '' }, 'value'],
  ['a value with a lone surrogate', '{"name":"a","value":"\\ud800"}', 'value'],
  ['a body that is no JSON', '{"name":', 'body'],
])('refuses %s with 400 and names the field', async (_what, body, field) => {
  const reply = await (await (await startRig()).as()).post('/secrets/create', body);
  expect(reply.status).toBe(400);
  expect(reply.json<{ errors: { payload: { field: string }[] }[] }>().errors[0]?.payload[0]?.field).toBe(
    field,
  );
});

it('refuses an update without a value with 400', async () => {
  const api = await (await startRig()).as();
  await api.create('a', 'one');
  expect((await api.post('/secrets/a/update', {})).status).toBe(400);
});

it('takes names of 63 characters, and with legacy names also `.` and `_`', async () => {
  const api = await (await startRig({ legacyNames: true })).as();
  expect((await api.create('a'.repeat(63), 'x')).status).toBe(201);
  expect((await api.create('old_name.v1', 'x')).status).toBe(201);
  expect((await api.post('/secrets/old_name.v1/delete')).status).toBe(200);
});

it('takes a value up to the limit byte for byte and answers 413 beyond it', async () => {
  const rig = await startRig({ maxValueBytes: 1000 });
  const api = await rig.as();
  const value = '\u0000'.repeat(997) + '€'; // three bytes in UTF-8, and six for each NUL in JSON
  expect((await api.create('a', value)).status).toBe(201);
  expect(await rig.control.secret('a')).toMatchObject({
    valueBytes: 1000,
    valueHmac: await rig.control.hmac(value),
  });
  const tooLong = await api.create('b', `${value}!`);
  expect([tooLong.status, errorNames(tooLong)]).toEqual([413, ['value_too_long']]);
  const farTooLong = await api.create('c', 'x'.repeat(200_000));
  expect([farTooLong.status, errorNames(farTooLong)]).toEqual([413, ['value_too_long']]);
});

it('wants a bearer token on every call and says so in JSON', async () => {
  const { origin } = await startRig();
  for (const authorization of [undefined, 'Bearer nonsense', 'Basic abc', `Bearer ${'a.b.c'}`]) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const reply = await call(`${origin}/api/v4/secrets/list`, { headers });
    expect([reply.status, errorNames(reply)]).toEqual([401, ['unauthenticated']]);
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
  }
});

it('refuses with 403 what an account may not do', async () => {
  const rig = await startRig();
  const [reader, writer] = [await rig.as('reader'), await rig.as('writer')];
  expect((await writer.create('a', 'x')).status).toBe(201);
  const refusals = [
    await writer.get('/secrets/list'),
    await writer.post('/secrets/a/update', { value: 'y' }),
    await writer.post('/secrets/a/delete'),
    await reader.create('b', 'x'),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(refusals.map(errorNames)).toEqual(Array(4).fill(['permission_denied']));
  expect((await reader.get('/secrets/list')).status).toBe(200);
});

it('follows a change of permissions at once', async () => {
  const rig = await startRig();
  const api = await rig.as();
  await rig.control.setPermissions('demo', ['read']);
  expect((await api.create('a', 'x')).status).toBe(403);
  await rig.control.setPermissions('demo', ['read', 'create']);
  expect((await api.create('a', 'x')).status).toBe(201);
});

it('tells who a token belongs to and what it may do', async () => {
  const reply = await (await (await startRig()).as('writer')).get('/users/me');
  expect(reply.json()).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    username: 'writer@sandbox.example',
    email: 'writer@sandbox.example',
    groups: [],
    permissions: ['kelvin.permission.secret.create'],
  });
});

it('answers unknown addresses and wrong methods with errors in JSON', async () => {
  const rig = await startRig();
  const api = await rig.as();
  const unknown = await api.get('/secrets/reveal');
  expect([unknown.status, errorNames(unknown)]).toEqual([404, ['not_found']]);
  const elsewhere = await call(`${rig.origin}/elsewhere`);
  expect([elsewhere.status, errorNames(elsewhere)]).toEqual([404, ['not_found']]);
  const wrong = await call(`${rig.origin}/api/v4/secrets/create`, { method: 'PUT' });
  expect([wrong.status, wrong.headers.allow, errorNames(wrong)]).toEqual([
    405,
    'POST',
    ['method_not_allowed'],
  ]);
});

it('takes duplicate slashes for one', async () => {
  const rig = await startRig({ authPath: '/auth' });
  expect((await call(`${rig.origin}//metadata`)).json()).toMatchObject({ authentication: { path: '/auth' } });
  const { access_token } = await rig.signIn();
  const reply = await call(`${rig.origin}//api//v4///secrets/list`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(reply.status).toBe(200);
});

it('gives metadata without sign-in, with the four keys that clients insist on', async () => {
  const { origin } = await startRig();
  expect((await call(`${origin}/metadata`)).json()).toMatchObject({
    authentication: { url: origin, path: 'auth', realm: 'kelvin', logout_path: '/auth/realms/kelvin/logout' },
    'core-api': { url: origin },
    sdk: { ksdk_minimum_version: '0.0.1', ksdk_latest_version: '0.0.1', components: {} },
  });
});

it('stamps strictly increasing times with six decimals, and a Date header', async () => {
  const rig = await startRig();
  const api = await rig.as();
  const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => api.create(`s${index}`, 'x')));
  const stamps = replies.map((reply) => reply.json<{ created: string }>().created);
  expect(new Set(stamps).size).toBe(50);
  expect(stamps.every((stamp) => STAMP.test(stamp))).toBe(true);
  expect(Math.abs(Date.parse(replies[0]?.headers.date ?? '') - Date.now())).toBeLessThan(60_000);
});

it('answers what is no HTTP with 400 in JSON', async () => {
  const { connect } = await import('node:net');
  const { origin } = await startRig();
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () =>
      socket.end('what is this\r\n\r\n'),
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString())).on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\nContent-Type: application\/json/);
});
