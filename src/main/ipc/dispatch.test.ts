import SqliteDatabase from 'better-sqlite3';
import { beforeEach, expect, test, vi } from 'vitest';
import { refuse } from '../../shared/answer.ts';
import { channels } from '../../shared/ipc/requests.ts';
import type { Channel } from '../../shared/ipc/requests.ts';
import type { LogLine } from '../logging/log.ts';
import { createDispatch } from './dispatch.ts';
import type { Dispatch, Handlers } from './dispatch.ts';
import { schemas } from './schemas.ts';

const environmentId = '2f1c7a52-6d0e-4c33-9d7a-0d5a7c0b9f10';
const entryId = '9b2d4c1e-1f7a-4f6e-8a55-b1c3a0f2d417';
const marker = 'hunter2';

/** One right input for each channel: what every wrong one below is made from. */
const seen = { created: null, updated: null, updatedBy: null };
const right: Record<Channel, Record<string, unknown>> = {
  'app.info': {},
  'app.phase': {},
  'app.start-afresh': {},
  'app.try-again': {},
  'app.quit-question': {},
  'app.quit': { quit: true },
  'app.keep-in-tray': {},
  'app.about': {},
  'desktop.read': {},
  'desktop.write': { theme: 'dark', density: 'comfortable', closeToTray: true, notify: false },
  'diagnostics.report': {},
  'diagnostics.copy': {},
  'diagnostics.save': {},
  'vault.choose-passphrase': { passphrase: marker },
  'vault.unlock': { passphrase: marker },
  'vault.lock': {},
  'vault.protection': {},
  'vault.set-passphrase': { next: marker, current: null },
  'vault.remove-passphrase': { current: marker },
  'vault.add-keychain': { passphrase: marker },
  'vault.remove-keychain': { passphrase: marker },
  'locking.read': {},
  'locking.write': { afterMinutes: 0, withSystem: false, keepSending: false },
  'incidents.unread': {},
  'incidents.mark-read': { id: 1 },
  'environments.list': {},
  'environments.check': { address: 'plant-a.example' },
  'environments.add': {
    address: 'plant-a.example', label: 'Plant A', kind: 'production', colour: 'plum', confirmedIssuer: null,
  },
  'environments.choose': { environmentId },
  'environments.confirm-issuer': { environmentId, issuer: 'https://id.example/realms/kelvin' },
  'environments.remove': { environmentId, discard: [entryId] },
  'environments.change': { environmentId, label: 'Plant', kind: 'other', colour: 'moss' },
  'environments.export': {},
  'environments.read-list': {},
  'network.work-offline': {},
  'network.set-work-offline': { offline: false },
  'network.proxy-question': {},
  'network.give-proxy': { proxy: 'proxy.example:3128', userName: 'ana', password: marker },
  'network.decline-proxy': { proxy: 'proxy.example:3128' },
  'network.certificate-question': {},
  'network.choose-certificate': { origin: 'https://plant-a.example', certificate: null },
  'network.decline-certificate': { origin: 'https://plant-a.example' },
  'session.view': { environmentId },
  'session.sign-in': { environmentId, userName: 'ana', password: marker, oneTimeCode: null },
  'session.sign-in-browser': { environmentId },
  'session.cancel-browser': { environmentId },
  'session.redirect-port': {},
  'session.set-redirect-port': { port: 38638 },
  'session.sign-in-service': { environmentId, clientId: 'app', clientSecret: marker },
  'session.sign-in-token': { environmentId, token: marker },
  'session.sign-out': { environmentId, discard: null },
  'session.claim-entries': { environmentId, accountId: 1 },
  'secrets.list': { environmentId },
  'secrets.refresh': { environmentId },
  'secrets.cancel-refresh': { environmentId },
  'secrets.read-look': { environmentId },
  'secrets.keep-look': {
    environmentId,
    look: { search: '', matchCase: false, sorting: { column: 'name', descending: false }, columns: ['name'] },
  },
  'secrets.check-name': { environmentId, name: 'demosecret' },
  'secrets.check-names': { environmentId, names: ['demosecret'] },
  'secrets.copy-command': { environmentId, name: 'demosecret', intent: 'replace', form: 'curl' },
  'outbox.list': {},
  'outbox.add': { environmentId, name: 'demosecret', value: marker },
  'outbox.add-many': { environmentId, secrets: [{ name: 'demosecret', value: marker, replaces: seen }] },
  'outbox.outcome': { entryIds: [entryId] },
  'outbox.replace': { environmentId, name: 'demosecret', value: marker, seen },
  'outbox.delete': { environmentId, name: 'demosecret', seen },
  'outbox.replace-many': { environmentId, secrets: [{ name: 'demosecret', seen }], value: marker },
  'outbox.delete-many': { environmentId, secrets: [{ name: 'demosecret', seen }] },
  'outbox.change-value': { entryId, value: marker },
  'outbox.rename': { entryId, name: 'demosecret' },
  'outbox.hold': { entryId, held: true },
  'outbox.discard': { entryId, confirmed: false },
  'outbox.change-many': { entryIds: [entryId], change: 'hold', confirmed: false },
  'outbox.forget-discards': { entryIds: [entryId] },
  'outbox.resolve': { entryId, choice: 'try-again' },
  'outbox.copy-codes': { entryId },
  'outbox.send-now': { environmentId },
  'sync.status': {},
};

let handler: ReturnType<typeof vi.fn>;
let lines: LogLine[];
let dispatch: Dispatch;
let failed: ReturnType<typeof vi.fn<(error: unknown) => void>>;
beforeEach(() => {
  handler = vi.fn(() => ({ ok: true, value: {} }));
  lines = [];
  failed = vi.fn();
  const handlers = Object.fromEntries(channels.map((channel) => [channel, handler])) as unknown as Handlers;
  dispatch = createDispatch({ handlers, log: (line) => lines.push(line), failed });
});

async function expectRefusal(code: string, ...request: Parameters<Dispatch>) {
  expect(await dispatch(...request)).toEqual({ ok: false, code, message: expect.stringMatching(/^\w.*\.$/) as string });
  expect(handler).not.toHaveBeenCalled();
  expect(JSON.stringify(lines)).not.toContain(marker);
}

test.each(channels)('%s: what the app itself sends arrives as it was parsed', async (channel) => {
  expect(await dispatch(true, channel, right[channel])).toEqual({ ok: true, value: {} });
  expect(handler).toHaveBeenCalledExactlyOnceWith(right[channel]);
  expect(handler.mock.calls[0]?.[0]).not.toBe(right[channel]);
});

test.each(channels)('%s: a frame that is not the app’s own page is refused', async (channel) => {
  await expectRefusal('not-allowed', false, channel, right[channel]);
});

test.each(channels)('%s: an extra field is refused', async (channel) => {
  await expectRefusal('bad-input', true, channel, { ...right[channel], extra: marker });
});

test.each(channels)('%s: input that is no object is refused', async (channel) => {
  for (const input of [undefined, null, marker, 7, [], [right[channel]]]) {
    await expectRefusal('bad-input', true, channel, input);
  }
});

test.each(channels)('%s: prototype-polluting keys are refused', async (channel) => {
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    const input = JSON.parse(`{"${key}":{"polluted":true}}`) as Record<string, unknown>;
    for (const [name, value] of Object.entries(right[channel])) input[name] = value;
    await expectRefusal('bad-input', true, channel, input);
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test.each(channels)('%s: 100 MiB are refused', async (channel) => {
  await expectRefusal('too-large', true, channel, { ...right[channel], value: 'x'.repeat(100 * 1024 * 1024) });
});

const fields = channels.flatMap((channel) => Object.keys(right[channel]).map((field) => [channel, field] as const));

// No ids at all are a list too, and any text can be asked for as a name.
const wrongIds = [-7, {}, true, ['a'], [[entryId]]];
const wrongLists: Readonly<Record<string, readonly unknown[]>> = { discard: wrongIds, entryIds: wrongIds, names: [-7, {}, 'a', [7], [['a']]] };

test.each(fields)('%s: %s of another type, or missing, is refused', async (channel, field) => {
  const { [field]: _, ...without } = right[channel];
  const wrongs = wrongLists[field] ?? [-7, {}, [], ['a']];
  for (const wrong of wrongs) await expectRefusal('bad-input', true, channel, { ...without, [field]: wrong });
  await expectRefusal('bad-input', true, channel, without);
});

test.each(fields.filter(([, field]) => /(environment|entry)Id$/.test(field)))('%s: %s that is no id is refused', async (channel, field) => {
  for (const wrong of ['', '1', '../secrets.db', `${environmentId} `, `${environmentId}' OR 1=1`]) {
    await expectRefusal('bad-input', true, channel, { ...right[channel], [field]: wrong });
  }
});

test.each(['outbox.read-value', 'toString', '__proto__', '', 'kelvin.request', 7, null, undefined, ['app.info']])(
  'the invented channel %j is refused',
  async (channel) => {
    await expectRefusal('not-allowed', true, channel, {});
  },
);

test('a refusal of the handler is an answer with its words', async () => {
  handler.mockReturnValue(refuse('name-already-waits'));
  expect(await dispatch(true, 'outbox.add', right['outbox.add'])).toEqual({
    ok: false,
    code: 'name-already-waits',
    message: 'A secret with this name already waits in the outbox. Change that one, or use another name.',
  });
});

test.each<[string, unknown]>([
  ['unexpected', new Error(marker)],
  ['unexpected', marker],
  ['disk-full', new SqliteDatabase.SqliteError(marker, 'SQLITE_FULL')],
  ['disk-trouble', new SqliteDatabase.SqliteError(marker, 'SQLITE_IOERR_WRITE')],
  ['unexpected', new SqliteDatabase.SqliteError(marker, 'SQLITE_CONSTRAINT_CHECK')],
])('what a handler throws is answered with %s, and its words go nowhere', async (code, thrown) => {
  handler.mockRejectedValue(thrown);
  const answer = await dispatch(true, 'outbox.add', right['outbox.add']);
  expect(answer).toMatchObject({ ok: false, code });
  expect(lines).toMatchObject([{ event: 'request-crashed', channel: 'outbox.add' }]);
  expect(JSON.stringify([answer, lines])).not.toContain(marker);
});

test('a value keeps every byte: nothing is trimmed or normalised on the way', async () => {
  const value = ' \u0000\r\n\tA\u0301 \u{1F511}\ud800\n ';
  await dispatch(true, 'outbox.add', { environmentId, name: ' Name ', value });
  expect(handler).toHaveBeenCalledExactlyOnceWith({ environmentId, name: ' Name ', value });
});

test('there is a schema for each channel and none besides', () => {
  expect(Object.keys(schemas).sort()).toEqual([...channels].sort());
});
