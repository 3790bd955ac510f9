import { describe, expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Exchange, NetworkRequest } from '../system/network-port.ts';
import { jsonAnswer, noAnswer, pageAnswer, rawAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { probeList, readList } from './list.ts';

const target = { environmentId: 'e' as EnvironmentId, origin: 'https://p.example', accessToken: 't' };
const named = (name: string) => ({ name, created: null, createdBy: null, updated: null, updatedBy: null });
const page = (names: readonly string[], pagination: unknown) => jsonAnswer(200, { pagination, data: names.map((name) => ({ name })) });

async function list(respond: (request: NetworkRequest, nth: number) => Exchange, search?: string) {
  const network = scriptedNetwork((request) => respond(request, network.requests.length));
  const outcome = await readList(network, new VirtualClock(), { target, headers: {}, search });
  return { outcome, urls: network.requests.map(({ url }) => new URL(url)) };
}

describe('the list', () => {
  test('is read to its end by bookmarks, the search going along', async () => {
    const { outcome, urls } = await list((_, nth) => (nth === 1 ? page(['a'], { next_page: 'bm' }) : page(['b'], { next_page: null })), 'x');
    expect(outcome).toMatchObject({ kind: 'list', secrets: [named('a'), named('b')] });
    expect(urls.map((url) => url.search)).toEqual([
      '?pagination_type=cursor&page_size=1000&search=x',
      '?pagination_type=cursor&page_size=1000&search=x&next=bm',
    ]);
  });

  test('follows a relative URL of its own', async () => {
    const next = '/api/v4/secrets/list?next=q&page_size=1';
    const { outcome, urls } = await list((_, nth) => (nth === 1 ? page(['a'], { next_page: next }) : page(['b'], null)));
    expect(outcome.kind).toBe('list');
    expect(urls[1]?.href).toBe(`https://p.example${next}`);
  });

  test.each([
    ['another host', 'https://evil.example/api/v4/secrets/list?next=1'],
    ['another host without a scheme', '//evil.example/api/v4/secrets/list?next=1'],
    ['another path', '/api/v4/elsewhere?next=1'],
  ])('does not follow a next page on %s', async (_, next) => {
    const { outcome, urls } = await list(() => page(['a'], { next_page: next }));
    expect(outcome.kind).toBe('server-error');
    expect(urls).toHaveLength(1);
  });

  test('reads page numbers to the last one from a platform that has no cursors', async () => {
    const { outcome, urls } = await list((_, nth) => page([`s${nth}`], { page: nth, page_size: 1, total_pages: 3 }));
    expect(outcome).toMatchObject({ kind: 'list', secrets: [named('s1'), named('s2'), named('s3')] });
    expect(urls[2]?.searchParams.get('page')).toBe('3');
  });

  test('reads a stream of one object a line, and an array a line', async () => {
    const lines = '{"name":"a"}\n[{"name":"b"},{"name":"c"}]\n\n';
    const { outcome } = await list(() => rawAnswer(200, lines, { 'content-type': 'application/x-json-stream' }));
    expect(outcome).toMatchObject({ kind: 'list', secrets: [named('a'), named('b'), named('c')] });
  });

  test('is not a stream that breaks off in a line', async () => {
    const { outcome } = await list(() => rawAnswer(200, '{"name":"a"}\n{"na', { 'content-type': 'application/x-json-stream' }));
    expect(outcome).toMatchObject({ kind: 'not-kelvin', page: false });
  });

  test('leaves out an item without a name, and reads what else is missing as unknown', async () => {
    const data = [{ name: 'a', created: 7, updated_by: null }, { name: '' }, {}, 'b', null];
    const { outcome } = await list(() => jsonAnswer(200, { pagination: null, data }));
    expect(outcome).toMatchObject({ kind: 'list', secrets: [named('a')] });
  });

  test('names a secret once that moved to a later page meanwhile', async () => {
    const { outcome } = await list((_, nth) => (nth === 1 ? page(['a', 'b'], { next_page: 'n' }) : page(['b'], null)));
    expect(outcome).toMatchObject({ secrets: [named('a'), named('b')] });
  });

  test('ends at a second empty page', async () => {
    const { outcome, urls } = await list((_, nth) => page(nth === 1 ? ['a'] : [], { next_page: `n${nth}` }));
    expect(outcome).toMatchObject({ kind: 'list', secrets: [named('a')] });
    expect(urls).toHaveLength(3);
  });

  test('is trouble, not a list, where bookmarks lead in a circle', async () => {
    const { outcome, urls } = await list(() => page(['a'], { next_page: 'same' }));
    expect(outcome.kind).toBe('server-error');
    expect(urls).toHaveLength(2);
  });

  test('is trouble, not a list, where it never ends', async () => {
    const { outcome } = await list((_, nth) => page([`s${nth}`], { next_page: `n${nth}` }));
    expect(outcome.kind).toBe('server-error');
  });

  test.each([
    ['401', jsonAnswer(401, {}), { kind: 'unauthorized' }],
    ['500', jsonAnswer(500, {}), { kind: 'server-error', status: 500 }],
    ['a page', pageAnswer(200), { kind: 'not-kelvin', page: true }],
    ['404, although the first page came', jsonAnswer(404, {}), { kind: 'server-error' }],
    ['another shape', jsonAnswer(200, { data: 'x' }), { kind: 'server-error' }],
    ['no answer', noAnswer('broken-off'), { kind: 'no-answer', reason: 'broken-off' }],
  ])('is never cut short: %s on a later page is the whole answer', async (_, later, expected) => {
    const { outcome } = await list((_request, nth) => (nth === 1 ? page(['a'], { next_page: 'n' }) : later));
    expect(outcome).toMatchObject(expected);
  });

  test.each([
    ['401', pageAnswer(401), { kind: 'unauthorized' }],
    ['403', jsonAnswer(403, { message: 'no' }), { kind: 'forbidden', platformWords: 'no' }],
    ['404', jsonAnswer(404, {}), { kind: 'not-kelvin', page: false }],
    ['a 404 page', pageAnswer(404), { kind: 'not-kelvin', page: true }],
    ['429', jsonAnswer(429, {}, { 'retry-after': '9' }), { kind: 'throttled', retryAfterMs: 9_000 }],
    ['503 with Retry-After', jsonAnswer(503, {}, { 'retry-after': '9' }), { kind: 'throttled', retryAfterMs: 9_000 }],
    ['503', jsonAnswer(503, {}), { kind: 'server-error', status: 503 }],
    ['400', jsonAnswer(400, {}), { kind: 'server-error', status: 400 }],
    ['another shape', jsonAnswer(200, {}), { kind: 'not-kelvin', page: false }],
    ['a page', pageAnswer(200), { kind: 'not-kelvin', page: true }],
    ['a redirect', { kind: 'redirect', status: 302 } as const, { kind: 'no-answer', reason: 'captive-portal' }],
    ['511', pageAnswer(511), { kind: 'no-answer', reason: 'captive-portal' }],
    ['a time-out', noAnswer('timeout'), { kind: 'no-answer', reason: 'timeout' }],
  ])('tells %s as what it is', async (_, exchange, expected) => {
    expect((await list(() => exchange)).outcome).toMatchObject(expected);
  });

  test('answers a probe with one row asked for and none told', async () => {
    const network = scriptedNetwork(() => page(['a'], { next_page: 'more' }));
    expect(await probeList(network, new VirtualClock(), { target, headers: {} })).toMatchObject({ kind: 'list', secrets: [] });
    expect(network.requests.map(({ url }) => new URL(url).searchParams.get('page_size'))).toEqual(['1']);
  });
});
