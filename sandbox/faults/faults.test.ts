import { Agent } from 'node:http';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { FaultRule, JournalEntry } from '../control-client.ts';
import { call, errorNames, failureOf, startRig, type Api, type Reply, type Rig, type Tokens } from '../testing/harness.ts';

interface Scene {
  rig: Rig;
  api: Api;
}

async function scene(fault?: FaultRule): Promise<Scene> {
  const rig = await startRig();
  const api = await rig.as();
  if (fault !== undefined) await rig.control.fault(fault);
  return { rig, api };
}

/** The newest create in the journal. */
async function lastCreate({ rig }: Scene): Promise<JournalEntry | undefined> {
  return (await rig.control.journal({ operation: 'create' })).at(-1);
}

/** Until the sandbox is in the middle of what a test waits for: a hung request has no answer to wait for. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  await expect.poll(condition, { interval: 5, timeout: 5000 }).toBe(true);
}

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
}

/** Ends the request at once, as a client whose patience is over does. */
function abandon(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

it('refuses connections in earnest and answers again on the same port', async () => {
  const { rig, api } = await scene();
  const agent = keepAlive();
  await api.create('a', 'x', agent);
  const accept = await rig.control.refuse();
  expect(await failureOf(api.create('b', 'x'))).toBe('ECONNREFUSED');
  expect(await failureOf(call(rig.origin.replace('127.0.0.1', 'localhost')))).toBe('ECONNREFUSED');
  expect(await failureOf(api.create('b', 'x', agent))).toMatch(/ECONNREFUSED|ECONNRESET/);
  expect((await rig.control.state()).refusing).toBe(true);
  await accept();
  expect((await api.create('b', 'x')).status).toBe(201);
});

it('keeps refusing until the last of several refusals is cleared', async () => {
  const { rig, api } = await scene();
  const [first, second] = [await rig.control.refuse(), await rig.control.refuse()];
  await first();
  expect(await failureOf(api.get('/users/me'))).toBe('ECONNREFUSED');
  await second();
  expect((await api.get('/users/me')).status).toBe(200);
});

it('accepts a connection and never reads from it', async () => {
  const staged = await scene({ kind: 'hang-before-read', count: 1 });
  const socket = connect(Number(new URL(staged.rig.origin).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('GET /metadata HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(async () => (await staged.rig.control.faults()).length === 0);
  expect((await staged.api.get('/users/me')).status).toBe(200);
  expect(socket.bytesRead).toBe(0);
  expect(await staged.rig.control.journal({ operation: 'metadata' })).toEqual([]);
});

it('resets a connection before reading from it', async () => {
  const staged = await scene({ kind: 'reset-before-read', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toBeUndefined();
});

it('resets after reading and before committing', async () => {
  const staged = await scene({ kind: 'reset-before-commit', operation: 'create', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ committed: false, status: null, names: ['a'], fault: 'reset-before-commit' });
});

it('resets after committing: the answer is lost and the secret is there', async () => {
  const staged = await scene({ kind: 'reset-after-commit', operation: 'create', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: null });
  expect((await staged.api.create('a', 'x')).status).toBe(409);
});

it('hangs before or after the commit until it is released', async () => {
  const staged = await scene();
  for (const [kind, committed] of [['hang-before-commit', false], ['hang-after-commit', true]] as const) {
    await staged.rig.control.fault({ kind, count: 1 });
    const failure = failureOf(staged.api.create(kind, 'x'));
    await until(async () => (await staged.rig.control.state()).waiting.hung === 1);
    expect(await lastCreate(staged)).toMatchObject({ committed, status: null });
    expect(await staged.rig.control.release('hung')).toEqual({ commits: 0, listed: 0, hung: 1 });
    expect(await failure).toBe('ECONNRESET');
  }
});

it('lets a write land late: at a release, when its client is gone', async () => {
  const staged = await scene({ kind: 'commit-late', target: 'api', operation: 'create', count: 1 });
  abandon(staged.api.create('a', 'x'));
  await until(async () => (await staged.rig.control.state()).waiting.commits === 1);
  expect(await staged.rig.control.secrets()).toEqual([]);
  await staged.rig.control.release('hung');
  expect((await staged.rig.control.release('commits')).commits).toBe(1);
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: null });
  expect(await staged.rig.control.secret('a')).toBeDefined();
});

it('lets a write land late by itself after the given time', async () => {
  const staged = await scene({ kind: 'commit-late', target: 'api', afterMs: 1, count: 1 });
  abandon(staged.api.create('a', 'x'));
  await until(async () => (await staged.rig.control.secret('a')) !== undefined);
  expect((await staged.rig.control.state()).waiting.commits).toBe(0);
});

it('lets a late write find that somebody else was first', async () => {
  const staged = await scene({ kind: 'commit-late', target: 'api', count: 1 });
  abandon(staged.api.create('a', 'mine'));
  await until(async () => (await staged.rig.control.state()).waiting.commits === 1);
  await staged.rig.control.createSecret('a', 'theirs');
  await staged.rig.control.release('commits');
  expect(await lastCreate(staged)).toMatchObject({ committed: false });
  expect(await staged.rig.control.secret('a')).toMatchObject({ created_by: 'krn:user:colleague@sandbox.example' });
});

it('breaks off in the middle of the body, with a reset', async () => {
  const staged = await scene({ kind: 'reset-in-body', operation: 'create', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: 201 });
});

it.each([undefined, 0, 10])('ends in good order before the body is whole (%s bytes)', async (bytes) => {
  const staged = await scene({ kind: 'truncate-body', operation: 'create', count: 1, ...(bytes === undefined ? {} : { bytes }) });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET'); // Node's word for "aborted" here
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: 201 });
});

it('breaks off an answer that has no body, too', async () => {
  const staged = await scene();
  await staged.api.create('a', 'x');
  await staged.rig.control.fault({ kind: 'truncate-body', operation: 'delete', count: 1 });
  expect(await failureOf(staged.api.post('/secrets/a/delete'))).toBe('ECONNRESET');
  expect(await staged.rig.control.secrets()).toEqual([]);
});

it('answers slowly and whole', async () => {
  const staged = await scene({ kind: 'slow', bytesPerSecond: 2000, operation: 'create', count: 1 });
  const begin = performance.now();
  expect((await staged.api.create('a', 'x')).status).toBe(201);
  expect(performance.now() - begin).toBeGreaterThan(50); // about 200 bytes in pieces of 100
});

it('lets a kept connection die under its next request only, as idle connections do', async () => {
  const staged = await scene({ kind: 'close-idle', count: 1 });
  const agent = keepAlive();
  expect((await staged.api.create('a', 'x', agent)).status).toBe(201);
  expect(await failureOf(staged.api.create('b', 'x', agent))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ reused: true, committed: false, names: ['b'] });
  expect((await staged.api.create('b', 'x', agent)).status).toBe(201);
});

it('can commit before the kept connection dies, so that a re-sent write meets a 409', async () => {
  const staged = await scene({ kind: 'close-idle', commit: true, operation: 'create' });
  const agent = keepAlive();
  await staged.api.get('/users/me', agent);
  expect(await failureOf(staged.api.create('a', 'x', agent))).toBe('ECONNRESET');
  expect((await staged.api.create('a', 'x', agent)).status).toBe(409);
  const creates = await staged.rig.control.journal({ operation: 'create' });
  expect(creates.map(({ committed, status, reused }) => [committed, status, reused])).toEqual([[true, null, true], [false, 409, false]]);
});

it.each([401, 403, 408, 409, 413, 422, 500, 502, 504])('answers %i without doing anything', async (status) => {
  const staged = await scene({ kind: 'status', status, operation: 'create', count: 1 });
  const reply = await staged.api.create('a', 'x');
  expect([reply.status, reply.headers['content-type'], errorNames(reply)]).toMatchObject([status, /json/, ['injected_fault']]);
  expect(await lastCreate(staged)).toMatchObject({ committed: false, status });
});

it('answers a status after committing when told to', async () => {
  const staged = await scene({ kind: 'status', status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html', commit: true, count: 1 });
  const reply = await staged.api.create('a', 'x');
  expect([reply.status, reply.headers['content-type'], reply.text]).toEqual([502, 'text/html', '<h1>Bad gateway</h1>']);
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: 502 });
});

it.each([[7, '7'], ['Wed, 25 Nov 2026 10:00:00 GMT', 'Wed, 25 Nov 2026 10:00:00 GMT']])('asks to wait with Retry-After %s', async (retryAfter, header) => {
  const staged = await scene({ kind: 'status', status: 429, retryAfter, headers: { 'x-more': 'yes' }, count: 1 });
  const reply = await staged.api.create('a', 'x');
  expect([reply.status, reply.headers['retry-after'], reply.headers['x-more']]).toEqual([429, header, 'yes']);
});

it("answers like a captive portal: a page of HTML with 200, for the platform's own addresses", async () => {
  const staged = await scene({ kind: 'html-200' });
  for (const reply of [await staged.api.create('a', 'x'), await call(`${staged.rig.origin}/metadata`)]) {
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(reply.text).toMatch(/^<!doctype html>/);
  }
});

it.each([301, 302, 303, 307, 308] as const)('redirects to another host with %i', async (status) => {
  const staged = await scene({ kind: 'redirect', location: 'http://elsewhere.example/take', status, count: 1 });
  const reply = await staged.api.create('a', 'x');
  expect([reply.status, reply.headers.location]).toEqual([status, 'http://elsewhere.example/take']);
  expect(await staged.rig.control.secrets()).toEqual([]);
});

it('commits and answers in a wrong shape, with no body, or with another name', async () => {
  const staged = await scene();
  const answers: Reply[] = [];
  for (const kind of ['wrong-shape', 'empty-body', 'wrong-name'] as const) {
    await staged.rig.control.fault({ kind, operation: 'create', count: 1 });
    answers.push(await staged.api.create(kind, 'x'));
    expect(await lastCreate(staged)).toMatchObject({ committed: true, status: 201 });
  }
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(answers[0]?.json()).not.toHaveProperty('name');
  expect(answers[1]).toMatchObject({ text: '', headers: { 'content-length': '0' } });
  expect(answers[2]?.json()).toMatchObject({ name: 'another-secret', created_by: expect.any(String) });
});

it('quotes the value in an error, raw or as JSON text inside JSON', async () => {
  const staged = await scene();
  const value = 'a "quoted"\nvalue';
  for (const [encoding, quoted] of [['raw', value], ['json', JSON.stringify(value)]] as const) {
    await staged.rig.control.fault({ kind: 'echo-value', encoding, count: 1 });
    const reply = await staged.api.create('a', value);
    expect(reply.status).toBe(400);
    expect(reply.json<{ errors: { description: string }[] }>().errors[0]?.description).toContain(quoted);
  }
});

it('meets only what its filter names: target, operation, method, a piece of the path, a list page', async () => {
  const { rig, api } = await scene();
  const statusOf = async (fault: FaultRule): Promise<number[]> => {
    const { id } = await rig.control.fault(fault);
    const metadata = await call(`${rig.origin}/metadata`);
    const replies = [metadata, await api.get('/users/me'), await api.get('/secrets/list'), await api.get('/secrets/list?pagination_type=limits&page=2')];
    await rig.control.clearFaults(id);
    return replies.map(({ status }) => status);
  };
  const fault = { kind: 'status', status: 503 } as const;
  expect(await statusOf({ ...fault, target: 'metadata' })).toEqual([503, 200, 200, 200]);
  expect(await statusOf({ ...fault, target: 'api' })).toEqual([200, 503, 503, 503]);
  expect(await statusOf({ ...fault, operation: 'list' })).toEqual([200, 200, 503, 503]);
  expect(await statusOf({ ...fault, method: 'post' })).toEqual([200, 200, 200, 200]);
  expect(await statusOf({ ...fault, path: '/users' })).toEqual([200, 503, 200, 200]);
  expect(await statusOf({ ...fault, operation: 'list', page: 2 })).toEqual([200, 200, 200, 503]);
});

it('fails at a given page of a list that is followed by bookmarks', async () => {
  const { rig, api } = await scene({ kind: 'status', status: 500, operation: 'list', page: 3 });
  for (const name of ['a', 'b', 'c']) await rig.control.createSecret(name, 'x');
  const next = (reply: Reply): string => reply.json<{ pagination: { next_page: string } }>().pagination.next_page;
  const first = await api.get('/secrets/list?page_size=1');
  const second = await api.get(`/secrets/list?page_size=1&next=${next(first)}`);
  expect((await api.get(`/secrets/list?page_size=1&next=${next(second)}`)).status).toBe(500);
});

it('tries rules in the order in which they were set and drops each after its count', async () => {
  const { rig, api } = await scene({ kind: 'status', status: 500, count: 2 });
  await rig.control.fault({ kind: 'status', status: 429, count: 1 });
  expect((await rig.control.faults()).map(({ left }) => left)).toEqual([2, 1]);
  const statuses = [];
  for (let index = 0; index < 4; index += 1) statuses.push((await api.get('/users/me')).status);
  expect(statuses).toEqual([500, 500, 429, 200]);
});

it('loses the answer to a refresh: the old token is spent, the new one never arrived', async () => {
  const { rig } = await scene();
  const tokens = await rig.signIn();
  await rig.control.fault({ kind: 'reset-after-commit', target: 'auth', operation: 'token', count: 1 });
  expect(await failureOf(rig.refresh(tokens.refresh_token))).toBe('ECONNRESET');
  expect((await rig.refresh(tokens.refresh_token)).status).toBe(400);
});

it('leaves a refresh token usable when the refresh was not carried out', async () => {
  const { rig } = await scene();
  const tokens = await rig.signIn();
  await rig.control.fault({ kind: 'reset-before-commit', target: 'auth', count: 1 });
  expect(await failureOf(rig.refresh(tokens.refresh_token))).toBe('ECONNRESET');
  expect((await rig.refresh(tokens.refresh_token)).json<Tokens>()).toHaveProperty('refresh_token');
});

it('shifts the Date header and the times of secrets, forth and back', async () => {
  const { rig, api } = await scene();
  for (const offsetMs of [3_600_000, -3_600_000, 0]) {
    await rig.control.setClockOffset(offsetMs);
    const reply = await api.create(`at${Math.abs(offsetMs)}-${offsetMs < 0 ? 'back' : 'forth'}`, 'x');
    const expected = Date.now() + offsetMs;
    expect(Math.abs(Date.parse(reply.headers.date ?? '') - expected)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(reply.json<{ created: string }>().created) - expected)).toBeLessThan(60_000);
  }
});

it('keeps created secrets out of the list until they are released; a second create sees them', async () => {
  const { rig, api } = await scene();
  await rig.control.setListLag('until-released');
  await api.create('a', 'x');
  const listed = async (): Promise<number> => (await api.get('/secrets/list')).json<{ data: unknown[] }>().data.length;
  expect(await listed()).toBe(0);
  expect((await api.create('a', 'x')).status).toBe(409);
  expect((await rig.control.release('list')).listed).toBe(1);
  expect(await listed()).toBe(1);
  await rig.control.setListLag(1);
  await api.create('b', 'x');
  await until(async () => (await listed()) === 2);
});

it('does nothing by halves on a connection that was open before the fault was set', async () => {
  const { rig, api } = await scene();
  const agent = keepAlive();
  await api.get('/users/me', agent);
  await rig.control.fault({ kind: 'reset-before-read', count: 1 });
  expect(await failureOf(api.create('a', 'x', agent))).toBe('ECONNRESET');
  expect(await rig.control.secrets()).toEqual([]);
});
