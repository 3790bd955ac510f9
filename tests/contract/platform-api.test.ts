import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchSandbox } from '../../sandbox/launch.ts';
import type { LaunchedSandbox } from '../../sandbox/launch.ts';
import { createPlatformApi } from '../../src/main/platform-api/create-platform-api.ts';
import type { PlatformApi, Target } from '../../src/main/platform-api/platform-api.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import { SecretValue } from '../../src/shared/secret-value.ts';
import { createNodeNetwork } from '../support/node-network.ts';
import type { NodeNetwork } from '../support/node-network.ts';
import { signInToSandbox } from '../support/sandbox-token.ts';

// The client against the sandbox platform in a process of its own, over real HTTP.

const patienceMs = 20_000;
const environmentId = 'contract' as EnvironmentId;

let sandbox: LaunchedSandbox;
let network: NodeNetwork;
let api: PlatformApi;
let target: Target;
let nth = 0;

beforeAll(async () => {
  sandbox = await launchSandbox();
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  network = createNodeNetwork();
  api = createPlatformApi({ network, clock: systemClock, appVersion: '0.0.0' });
  target = await as('demo');
});
afterEach(async () => {
  network.close();
  await sandbox.client.clearFaults();
  await sandbox.client.setListLag(0);
  await sandbox.client.setClockOffset(0);
});

async function as(user: string): Promise<Target> {
  return { environmentId, origin: sandbox.origin, accessToken: await signInToSandbox(network, sandbox.origin, user) };
}

const freshName = () => `contract-${++nth}`;
const valueOf = (text: string) => new SecretValue(new TextEncoder().encode(text));
const create = (name: string, text = 'value-of-contract') => api.create(target, name, valueOf(text), patienceMs);
const arrivals = async (name: string) => (await sandbox.client.journal({ operation: 'create' })).filter(({ names }) => names.includes(name));

describe('a value', () => {
  test.each([
    ['plain text', 'This is a really big secret!'],
    ['Unicode beyond the BMP', 'pässwörd 🔑 𝕊 \u2028'],
    ['a key with CRLF and a last newline', '-----BEGIN KEY-----\r\nMIIB\r\n-----END KEY-----\r\n'],
    ['NUL and every control character', String.fromCharCode(...Array.from({ length: 0x20 }, (_, code) => code), 0x7f)],
    ['spaces at both ends', '  two spaces  '],
    ['quotes, backslashes and what looks like JSON', '{"value":"\\u0041\\\\"}'],
    ['64 KiB', 'k'.repeat(64 * 1024)],
    ['1 MiB, of which half must be escaped', '"k'.repeat(512 * 1024)],
  ])('arrives byte for byte: %s', async (_, text) => {
    const name = freshName();
    expect(await create(name, text)).toMatchObject({ kind: 'done' });
    const there = await sandbox.client.secret(name);
    expect(there?.valueHmac).toBe(await sandbox.client.hmac(text));
    expect(there?.valueBytes).toBe(Buffer.byteLength(text));
  });
});

describe('the four calls', () => {
  test('create, replace and delete a secret, and the list shows it as it is', async () => {
    const name = freshName();
    const created = await create(name);
    expect(created).toMatchObject({ kind: 'done', sighting: { createdBy: 'krn:user:demo@sandbox.example' } });
    const sighting = created.kind === 'done' ? created.sighting : null;
    expect(sighting?.created).toBe(sighting?.updated);
    expect(await api.list(target, name)).toMatchObject({ kind: 'list', secrets: [{ name, ...sighting }] });

    const replaced = await api.replace(target, name, valueOf('another'), patienceMs);
    expect(replaced).toMatchObject({ kind: 'done', sighting: { created: sighting?.created } });
    expect(replaced.kind === 'done' && replaced.sighting?.updated !== sighting?.updated).toBe(true);
    expect((await sandbox.client.secret(name))?.valueHmac).toBe(await sandbox.client.hmac('another'));

    expect(await api.remove(target, name, patienceMs)).toMatchObject({ kind: 'done', sighting: null });
    expect(await api.list(target, name)).toMatchObject({ kind: 'list', secrets: [] });
  });

  test('tell what stands in their way', async () => {
    const name = freshName();
    await create(name);
    expect(await create(name)).toMatchObject({ kind: 'exists' });
    expect(await create('Not-A-Name')).toMatchObject({ kind: 'refused', status: 400, platformWords: expect.any(String) });
    expect(await api.replace(target, 'nowhere', valueOf('long enough'), patienceMs)).toMatchObject({ kind: 'not-found', status: 404 });
    expect(await api.remove(target, 'nowhere', patienceMs)).toMatchObject({ kind: 'not-found', status: 404 });
  });

  test('tell what the account may not do, and a token that is none', async () => {
    target = await as('reader');
    expect(await create(freshName())).toMatchObject({ kind: 'forbidden' });
    target = await as('writer');
    expect(await create(freshName())).toMatchObject({ kind: 'done' });
    expect(await api.list(target)).toMatchObject({ kind: 'forbidden' });
    target = { ...target, accessToken: 'nonsense' };
    expect(await create(freshName())).toMatchObject({ kind: 'unauthorized' });
    expect(await api.probe(target)).toMatchObject({ kind: 'unauthorized' });
  });

  test('know the account and its permissions', async () => {
    const me = await api.me(target);
    expect(me).toMatchObject({ kind: 'me' });
    expect(me.kind === 'me' && me.names).toContain('demo@sandbox.example');
    expect(me.kind === 'me' && me.permissions).toContain('kelvin.permission.secret.create');
  });

  test('find where people sign in', async () => {
    expect(await api.metadata(environmentId, sandbox.origin)).toEqual({
      kind: 'metadata',
      issuer: `${sandbox.origin}/auth/realms/kelvin`,
      clientId: 'kelvin-client',
    });
  });
});

describe('the list', () => {
  test('is read whole, page by page', async () => {
    const names = Array.from({ length: 1_203 }, (_, index) => `paged-${String(index).padStart(4, '0')}`);
    for (const name of names) await sandbox.client.createSecret(name, 'v');
    const mark = await sandbox.client.mark();
    const listed = await api.list(target, 'paged-');
    expect(listed.kind === 'list' && listed.secrets.map(({ name }) => name).sort()).toEqual(names);
    const pages = await sandbox.client.journal({ since: mark, operation: 'list' });
    expect(pages.length).toBeGreaterThan(1);

    await sandbox.client.fault({ kind: 'status', status: 500, operation: 'list', page: 2 });
    expect(await api.list(target, 'paged-')).toMatchObject({ kind: 'server-error', status: 500 });
  });

  test('measures the platform\'s clock', async () => {
    await sandbox.client.setClockOffset(3_600_000);
    const listed = await api.probe(target);
    expect(listed.kind).toBe('list');
    const offset = listed.kind === 'list' ? (listed.clockOffsetMs ?? 0) : 0;
    expect(Math.abs(offset - 3_600_000)).toBeLessThan(60_000);
  });
});

describe('a create whose answer does not come as it should', () => {
  test.each([
    ['the connection is reset after the commit', { kind: 'reset-after-commit' }, 'broken-off', true],
    ['the connection is reset before the commit', { kind: 'reset-before-commit' }, 'broken-off', false],
    ['the body is reset in its middle', { kind: 'reset-in-body' }, 'broken-off', true],
    ['the body is cut short', { kind: 'truncate-body' }, 'broken-off', true],
    ['a captive portal answers', { kind: 'html-200' }, 'captive-portal', false],
    ['a redirect points to another host', { kind: 'redirect', location: 'http://127.0.0.1:9/' }, 'captive-portal', false],
    ['the shape is wrong', { kind: 'wrong-shape' }, 'unexpected-answer', true],
    ['the name is another', { kind: 'wrong-name' }, 'unexpected-answer', true],
    ['the body is empty', { kind: 'empty-body' }, 'unexpected-answer', true],
    ['the server says 500 although it committed', { kind: 'status', status: 500, commit: true }, 'server-error', true],
    ['the server says 408', { kind: 'status', status: 408 }, 'timeout', false],
  ] as const)('is uncertain when %s', async (_, fault, because, isThere) => {
    const name = freshName();
    await sandbox.client.fault({ ...fault, target: 'api', operation: 'create', count: 1 });
    expect(await create(name)).toMatchObject({ kind: 'uncertain', because });
    expect((await sandbox.client.secret(name)) !== undefined).toBe(isThere);
    expect(await arrivals(name)).toHaveLength(1);
  });

  test('is uncertain when its time runs out, although it was carried out', async () => {
    const name = freshName();
    await sandbox.client.fault({ kind: 'hang-after-commit', target: 'api', operation: 'create', count: 1 });
    expect(await api.create(target, name, valueOf('v-of-hang'), 1_000)).toMatchObject({ kind: 'uncertain', because: 'timeout' });
    expect(await sandbox.client.secret(name)).toBeDefined();
  });

  test('is certainly not sent when nobody listens', async () => {
    const listenAgain = await sandbox.client.refuse();
    const name = freshName();
    expect(await create(name)).toEqual({ kind: 'not-sent', reason: 'refused' });
    await listenAgain();
    expect(await arrivals(name)).toHaveLength(0);
  });

  test('is throttled until the platform says', async () => {
    await sandbox.client.fault({ kind: 'status', status: 429, retryAfter: 7, target: 'api', operation: 'create', count: 1 });
    expect(await create(freshName())).toMatchObject({ kind: 'throttled', retryAfterMs: 7_000, mayBeDone: false });
    const until = new Date(Date.now() + 120_000).toUTCString();
    await sandbox.client.fault({ kind: 'status', status: 503, retryAfter: until, target: 'api', operation: 'create', count: 1 });
    const outcome = await create(freshName());
    expect(outcome).toMatchObject({ kind: 'throttled', mayBeDone: true });
    expect(outcome.kind === 'throttled' && Math.abs(outcome.retryAfterMs - 120_000)).toBeLessThan(30_000);
  });

  test.each(['raw', 'json'] as const)('shows nothing of a value that the platform quotes (%s)', async (encoding) => {
    const secret = 'quoted "secret" value \\ with\nlines';
    await sandbox.client.fault({ kind: 'echo-value', encoding, target: 'api', operation: 'create', count: 1 });
    const outcome = await create(freshName(), secret);
    expect(outcome).toMatchObject({ kind: 'refused', status: 400 });
    const words = outcome.kind === 'refused' ? (outcome.platformWords ?? '') : '';
    expect(words).toContain('[…]');
    for (const piece of ['quoted', 'secret', 'lines']) expect(words).not.toContain(piece);
  });
});
