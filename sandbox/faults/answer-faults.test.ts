import { expect, it } from 'vitest';
import { call, errorNames, failureOf, type Reply } from '../testing/harness.ts';
import { lastCreate, scene } from '../testing/scene.ts';

it('breaks off in the middle of the status line, with a reset', async () => {
  const staged = await scene({ kind: 'reset-in-head', operation: 'create', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: null });
});

it('breaks off in the middle of the body, with a reset', async () => {
  const staged = await scene({ kind: 'reset-in-body', operation: 'create', count: 1 });
  expect(await failureOf(staged.api.create('a', 'x'))).toBe('ECONNRESET');
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: 201 });
});

it.each([undefined, 0, 10])('ends in good order before the body is whole (%s bytes)', async (bytes) => {
  const staged = await scene({
    kind: 'truncate-body',
    operation: 'create',
    count: 1,
    ...(bytes === undefined ? {} : { bytes }),
  });
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

it.each([401, 403, 408, 409, 413, 422, 500, 502, 504])(
  'answers %i without doing anything',
  async (status) => {
    const staged = await scene({ kind: 'status', status, operation: 'create', count: 1 });
    const reply = await staged.api.create('a', 'x');
    expect([reply.status, reply.headers['content-type'], errorNames(reply)]).toMatchObject([
      status,
      /json/,
      ['injected_fault'],
    ]);
    expect(await lastCreate(staged)).toMatchObject({ committed: false, status });
  },
);

it('answers a status after committing when told to', async () => {
  const staged = await scene({
    kind: 'status',
    status: 502,
    body: '<h1>Bad gateway</h1>',
    contentType: 'text/html',
    commit: true,
    count: 1,
  });
  const reply = await staged.api.create('a', 'x');
  expect([reply.status, reply.headers['content-type'], reply.text]).toEqual([
    502,
    'text/html',
    '<h1>Bad gateway</h1>',
  ]);
  expect(await lastCreate(staged)).toMatchObject({ committed: true, status: 502 });
});

it.each([
  [7, '7'],
  ['Wed, 25 Nov 2026 10:00:00 GMT', 'Wed, 25 Nov 2026 10:00:00 GMT'],
])('asks to wait with Retry-After %s', async (retryAfter, header) => {
  const staged = await scene({
    kind: 'status',
    status: 429,
    retryAfter,
    headers: { 'x-more': 'yes' },
    count: 1,
  });
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
  const staged = await scene({
    kind: 'redirect',
    location: 'http://elsewhere.example/take',
    status,
    count: 1,
  });
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
  for (const [encoding, quoted] of [
    ['raw', value],
    ['json', JSON.stringify(value)],
  ] as const) {
    await staged.rig.control.fault({ kind: 'echo-value', encoding, count: 1 });
    const reply = await staged.api.create('a', value);
    expect(reply.status).toBe(400);
    expect(reply.json<{ errors: { description: string }[] }>().errors[0]?.description).toContain(quoted);
  }
});
