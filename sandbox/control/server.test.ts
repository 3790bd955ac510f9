import { expect, it } from 'vitest';
import { ControlClient, ControlError } from '../control-client.ts';
import { call, startRig, type CallOptions, type Rig } from '../testing/harness.ts';

function ask(
  rig: Rig,
  path: string,
  headers: Record<string, string>,
  more: CallOptions = {},
): Promise<number> {
  return call(rig.sandbox.control + path, { headers, ...more }).then(({ status }) => status);
}

it("refuses without this run's token, and with a Host that is not loopback", async () => {
  const rig = await startRig();
  const authorization = `Bearer ${rig.sandbox.controlToken}`;
  expect(await ask(rig, '/state', { authorization })).toBe(200);
  expect(await ask(rig, '/state', {})).toBe(403);
  expect(await ask(rig, '/state', { authorization: 'Bearer wrong' })).toBe(403);
  expect(await ask(rig, '/faults', {}, { method: 'DELETE' })).toBe(403);
  expect(await ask(rig, '/state', { authorization, host: 'evil.example' })).toBe(403);
  expect(await ask(rig, '/state', { authorization, host: 'localhost:1' })).toBe(200);
  expect(await ask(rig, '/state', { authorization, host: '[::1]:1' })).toBe(200);
});

it('has another token in each run, or the one it is given', async () => {
  const [first, second, given] = [
    await startRig(),
    await startRig(),
    await startRig({ controlToken: 'given' }),
  ];
  expect(first.sandbox.controlToken).not.toBe(second.sandbox.controlToken);
  expect(given.sandbox.controlToken).toBe('given');
});

it('offers nothing of itself on the platform’s own port', async () => {
  const rig = await startRig();
  const headers = { authorization: `Bearer ${rig.sandbox.controlToken}` };
  expect((await call(`${rig.origin}/state`, { headers })).status).toBe(404);
});

it.each([
  [{ kind: 'explode' }, /kind/],
  [{ kind: 'status' }, /status/],
  [{ kind: 'status', status: 99 }, /status/],
  [{ kind: 'refuse', count: 1 }, /cannot count/],
  [{ kind: 'refuse', target: 'api' }, /before a request is read/],
  [{ kind: 'hang-before-read', operation: 'create' }, /before a request is read/],
  [{ kind: 'commit-late' }, /target 'api'/],
  [{ kind: 'slow', bytesPerSecond: 0 }, /bytesPerSecond/],
  [{ kind: 'empty-body', surprise: true }, /surprise/],
])('refuses the fault %j and says why', async (fault, words) => {
  const rig = await startRig();
  const refusal = rig.control.fault(fault as never);
  await expect(refusal).rejects.toThrow(ControlError);
  await expect(refusal).rejects.toThrow(words);
  expect(await rig.control.faults()).toEqual([]);
});

it('says when a user, a secret or a fault is not there', async () => {
  const { control } = await startRig();
  await expect(control.setPermissions('nobody', [])).rejects.toThrow('nobody');
  await expect(control.revokeSessions('nobody')).rejects.toThrow('nobody');
  await expect(control.oneTimeCode('demo')).rejects.toThrow('one-time code');
  await expect(control.updateSecret('a', 'x')).rejects.toThrow('no secret');
  await expect(control.deleteSecret('a')).rejects.toThrow('no secret');
  await expect(control.createSecret('a', 'x', 'nobody')).rejects.toThrow('nobody');
  await expect(control.clearFaults(7)).rejects.toThrow('no fault');
});

it('works on secrets behind a client’s back, as a colleague or as somebody named', async () => {
  const rig = await startRig();
  await rig.control.createSecret('a', 'one');
  expect(await rig.control.secret('a')).toMatchObject({
    created_by: 'krn:user:colleague@sandbox.example',
    valueBytes: 3,
  });
  await rig.control.updateSecret('a', 'two', 'demo');
  expect(await rig.control.secret('a')).toMatchObject({
    updated_by: 'krn:user:demo@sandbox.example',
    valueHmac: await rig.control.hmac('two'),
  });
  await expect(rig.control.createSecret('a', 'three')).rejects.toThrow('already');
  await rig.control.deleteSecret('a');
  expect(await rig.control.secrets()).toEqual([]);
});

it('fingerprints text and bytes alike, and differently in another run', async () => {
  const [rig, other] = [await startRig(), await startRig()];
  const text = 'grüße 😀\r\n\u0000';
  expect(await rig.control.hmac(text)).toBe(await rig.control.hmac(new TextEncoder().encode(text)));
  expect(await rig.control.hmac(text)).not.toBe(await other.control.hmac(text));
});

it('journals what arrived: who, what, over which connection, and what became of it', async () => {
  const rig = await startRig();
  const api = await rig.as();
  const mark = await rig.control.mark();
  await api.create('a', 'value');
  await api.create('a', 'other');
  await api.get('/secrets/list?search=a');
  const entries = await rig.control.journal({ since: mark });
  expect(entries).toMatchObject([
    {
      operation: 'create',
      user: 'demo@sandbox.example',
      names: ['a'],
      valueBytes: 5,
      committed: true,
      status: 201,
      reused: false,
    },
    {
      operation: 'create',
      names: ['a'],
      valueHmac: await rig.control.hmac('other'),
      committed: false,
      status: 409,
    },
    { operation: 'list', path: '/api/v4/secrets/list?search=a', names: [], valueHmac: null, status: 200 },
  ]);
  expect(new Set(entries.map(({ connection }) => connection)).size).toBe(3);
});

it('notes in the journal who asked for a token, and never what came with it', async () => {
  const rig = await startRig();
  await rig.signIn();
  await rig.token({
    grant_type: 'password',
    client_id: 'kelvin-client',
    username: 'demo',
    password: 'a-wrong-password',
  });
  const journal = await rig.control.journal();
  expect(journal).toMatchObject([
    { operation: 'token', user: 'demo@sandbox.example', status: 200 },
    { status: 401, user: null },
  ]);
  expect(JSON.stringify(journal)).not.toContain('password');
});

it('tells its state', async () => {
  const rig = await startRig();
  await rig.signIn();
  await rig.control.fault({ kind: 'status', status: 500, target: 'api' });
  expect(await rig.control.state()).toMatchObject({
    origin: rig.origin,
    refusing: false,
    connections: 1,
    clockOffsetMs: 0,
    listLag: 0,
    faults: [{ kind: 'status', id: 1 }],
    sessions: 1,
    waiting: { commits: 0, listed: 0, hung: 0 },
  });
});

it('answers the typed client with its own words when the token is wrong', async () => {
  const rig = await startRig();
  const client = new ControlClient({ control: rig.sandbox.control, controlToken: 'wrong' });
  await expect(client.state()).rejects.toThrow(/token/);
});
