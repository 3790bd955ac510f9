import { expect, it } from 'vitest';
import type { FaultRule } from '../control-client.ts';
import { call, failureOf, type Reply, type Tokens } from '../testing/harness.ts';
import { scene, until } from '../testing/scene.ts';

it('meets only what its filter names: target, operation, method, piece of the path, list page, search', async () => {
  const { rig, api } = await scene();
  const statusOf = async (fault: FaultRule): Promise<number[]> => {
    const { id } = await rig.control.fault(fault);
    const metadata = await call(`${rig.origin}/metadata`);
    const replies = [
      metadata,
      await api.get('/users/me'),
      await api.get('/secrets/list'),
      await api.get('/secrets/list?pagination_type=limits&page=2&search=a'),
    ];
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
  expect(await statusOf({ ...fault, search: true })).toEqual([200, 200, 200, 503]);
  expect(await statusOf({ ...fault, search: false })).toEqual([200, 200, 503, 200]);
});

it('fails at a given page of a list that is followed by bookmarks', async () => {
  const { rig, api } = await scene({ kind: 'status', status: 500, operation: 'list', page: 3 });
  for (const name of ['a', 'b', 'c']) await rig.control.createSecret(name, 'x');
  const next = (reply: Reply): string =>
    reply.json<{ pagination: { next_page: string } }>().pagination.next_page;
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
  const listed = async (): Promise<number> =>
    (await api.get('/secrets/list')).json<{ data: unknown[] }>().data.length;
  expect(await listed()).toBe(0);
  expect((await api.create('a', 'x')).status).toBe(409);
  expect((await rig.control.release('list')).listed).toBe(1);
  expect(await listed()).toBe(1);
  await rig.control.setListLag(1);
  await api.create('b', 'x');
  await until(async () => (await listed()) === 2);
});
