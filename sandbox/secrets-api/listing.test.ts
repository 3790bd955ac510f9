import { expect, it } from 'vitest';
import { errorNames, startRig, type Api, type Reply, type Rig } from '../testing/harness.ts';

interface Page {
  pagination: { next_page: string | null; previous_page: string | null; page_size: number } & Record<
    string,
    unknown
  >;
  data: { name: string }[];
}

const names = (reply: Reply): string[] => reply.json<Page>().data.map(({ name }) => name);
const pagination = (reply: Reply): Page['pagination'] => reply.json<Page>().pagination;

async function filled(rig: Rig, count: number, prefix = 's'): Promise<Api> {
  for (let index = 0; index < count; index += 1) {
    await rig.control.createSecret(`${prefix}${String(index).padStart(3, '0')}`, 'x', 'demo');
  }
  return rig.as();
}

it('lists twenty by name with a bookmark when nothing is asked', async () => {
  const api = await filled(await startRig(), 25);
  const reply = await api.get('/secrets/list');
  expect(names(reply)).toEqual(
    Array.from({ length: 20 }, (_, index) => `s${String(index).padStart(3, '0')}`),
  );
  expect(pagination(reply)).toEqual({
    next_page: expect.stringMatching(/^[0-9a-zA-Z]+$/),
    previous_page: null,
    page_size: 20,
  });
});

it('follows a bookmark that is sent with nothing but a page size, in its own filter and order', async () => {
  const rig = await startRig();
  await filled(rig, 3, 'other');
  const api = await filled(rig, 7, 'mine');
  const first = await api.get('/secrets/list?search=mine&sort_by=name&direction=desc&page_size=3');
  expect(names(first)).toEqual(['mine006', 'mine005', 'mine004']);
  const second = await api.get(`/secrets/list?next=${pagination(first).next_page}&page_size=3`);
  expect(names(second)).toEqual(['mine003', 'mine002', 'mine001']);
  const third = await api.get(`/secrets/list?next=${pagination(second).next_page}&page_size=3`);
  expect([names(third), pagination(third).next_page]).toEqual([['mine000'], null]);
  const back = await api.get(`/secrets/list?previous=${pagination(third).previous_page}&page_size=3`);
  expect(names(back)).toEqual(names(second));
});

it('takes `next` over an empty `previous` that comes with it', async () => {
  const api = await filled(await startRig(), 3);
  const first = await api.get('/secrets/list?page_size=2');
  const second = await api.get(`/secrets/list?page_size=2&next=${pagination(first).next_page}&previous=`);
  expect(names(second)).toEqual(['s002']);
});

it('keeps its place when secrets come and go between two pages', async () => {
  const rig = await startRig();
  const api = await filled(rig, 4);
  const first = await api.get('/secrets/list?page_size=2');
  await rig.control.deleteSecret('s000');
  await rig.control.createSecret('s0015', 'x');
  const second = await api.get(`/secrets/list?next=${pagination(first).next_page}&page_size=10`);
  expect(names(second)).toEqual(['s0015', 's002', 's003']);
});

it('can name the next page by a relative URL, which is followed as it is', async () => {
  const api = await filled(await startRig({ cursorStyle: 'url' }), 3);
  const next = pagination(await api.get('/secrets/list?page_size=2')).next_page ?? '';
  expect(next).toMatch(/^\/api\/v4\/secrets\/list\?next=/);
  expect(names(await api.get(next.replace('/api/v4', '')))).toEqual(['s002']);
});

it('numbers the pages in limits mode, from one, also beyond the end', async () => {
  const api = await filled(await startRig(), 5);
  const last = await api.get('/secrets/list?pagination_type=limits&page_size=2&page=3');
  expect(last.json()).toEqual({
    pagination: { page: 3, page_size: 2, total_pages: 3, total_items: 5 },
    data: [expect.objectContaining({ name: 's004' })],
  });
  const beyond = await api.get('/secrets/list?pagination_type=limits&page_size=2&page=9');
  expect(names(beyond)).toEqual([]);
});

it('streams everything, one object a line, in stream mode', async () => {
  const api = await filled(await startRig(), 30);
  const reply = await api.get('/secrets/list?pagination_type=stream&page_size=2');
  expect(reply.headers['content-type']).toBe('application/x-json-stream');
  const lines = reply.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string });
  expect(lines.map(({ name }) => name)).toHaveLength(30);
  expect(Object.keys(lines[0] ?? {})).toEqual(['name', 'created_by', 'created', 'updated', 'updated_by']);
});

it.each([
  ['10000', 10_000],
  ['20000', 10_000],
  ['0', 1],
  ['-5', 1],
  ['many', 20],
  ['', 20],
])('clamps a page size of "%s" to %i instead of refusing it', async (asked, used) => {
  const reply = await (await (await startRig()).as()).get(`/secrets/list?page_size=${asked}`);
  expect([reply.status, pagination(reply).page_size]).toEqual([200, used]);
});

it('finds a part of a name anywhere, tells capitals apart, and takes several searches as "or"', async () => {
  const rig = await startRig();
  for (const name of ['mqtt-user', 'mqtt-password', 'slack-token', 'other'])
    await rig.control.createSecret(name, 'x');
  const api = await rig.as();
  expect(names(await api.get('/secrets/list?search=tt-'))).toEqual(['mqtt-password', 'mqtt-user']);
  expect(names(await api.get('/secrets/list?search=MQTT'))).toEqual([]);
  expect(names(await api.get('/secrets/list?search=user&search=slack'))).toEqual([
    'mqtt-user',
    'slack-token',
  ]);
});

it('sorts by the asked fields in turn, the name deciding between equals', async () => {
  const rig = await startRig();
  await rig.control.createSecret('c', 'x', 'demo');
  await rig.control.createSecret('a', 'x', 'demo');
  await rig.control.createSecret('b', 'x', 'colleague');
  const api = await rig.as();
  expect(names(await api.get('/secrets/list?sort_by=created'))).toEqual(['c', 'a', 'b']);
  expect(names(await api.get('/secrets/list?sort_by=created&direction=desc'))).toEqual(['b', 'a', 'c']);
  expect(names(await api.get('/secrets/list?sort_by=created_by'))).toEqual(['b', 'a', 'c']);
});

it.each(['pagination_type=pages', 'sort_by=value', 'direction=up', 'next=zz', 'next=7b7d'])(
  'refuses "%s" with 400',
  async (query) => {
    const reply = await (await (await startRig()).as()).get(`/secrets/list?${query}`);
    expect([reply.status, errorNames(reply)]).toEqual([400, ['validation_error']]);
  },
);

it('ignores query keys that it does not know', async () => {
  const api = await filled(await startRig(), 1);
  expect(names(await api.get('/secrets/list?secret_name=zzz&foo=bar'))).toEqual(['s000']);
});
