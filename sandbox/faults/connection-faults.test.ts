import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { call, failureOf } from '../testing/harness.ts';
import { abandon, keepAlive, lastCreate, scene, until } from '../testing/scene.ts';

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
  expect(await lastCreate(staged)).toMatchObject({
    committed: false,
    status: null,
    names: ['a'],
    fault: 'reset-before-commit',
  });
});

it('resets after committing: the answer is lost and the secret is there', async () => {
  const staged = await scene({ kind: 'reset-after-commit', operation: 'create', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: null });
  expect((await staged.api.create('a', 'x')).status).toBe(409);
});

it('hangs before or after the commit until it is released', async () => {
  const staged = await scene();
  for (const [kind, committed] of [
    ['hang-before-commit', false],
    ['hang-after-commit', true],
  ] as const) {
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
  expect(await staged.rig.control.secret('a')).toMatchObject({
    created_by: 'krn:user:colleague@sandbox.example',
  });
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
  expect(creates.map(({ committed, status, reused }) => [committed, status, reused])).toEqual([
    [true, null, true],
    [false, 409, false],
  ]);
});

it('meets a fault on a connection that was open before it was set', async () => {
  const { rig, api } = await scene();
  const agent = keepAlive();
  await api.get('/users/me', agent);
  await rig.control.fault({ kind: 'reset-before-read', count: 1 });
  expect(await failureOf(api.create('a', 'x', agent))).toBe('ECONNRESET');
  expect(await rig.control.secrets()).toEqual([]);
});
