import { expect, test } from '@playwright/test';
import type { EntryId } from '../../src/shared/entry.ts';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import { announcementNames } from '../../src/shared/ipc/announcements.ts';
import { channels, type Channel, type Input } from '../../src/shared/ipc/requests.ts';
import { addSecret, passphrase, row } from '../support/person.ts';
import { formsIn } from '../support/profile-scan.ts';
import { sceneOfFile } from '../support/scene.ts';

// The door between page and main process, in the open app: whatever comes is answered, and no value ever comes out.
// What the closed app refuses, and what strangers are told, is in shell.spec.ts.

const scene = sceneOfFile();

type Ask = (input: unknown) => Promise<{ readonly ok: boolean; readonly code?: string; readonly value?: unknown }>;
declare const window: {
  readonly kelvin: {
    readonly request: Readonly<Record<string, Ask>>;
    readonly on: (name: string, listener: (news: unknown) => void) => void;
  };
  heard: unknown[];
};

const ask = (channel: Channel, input: unknown) =>
  scene().running.page.evaluate(async ([name, given]) => window.kelvin.request[name]?.(given), [channel, input] as const);

/** Like `ask`, with an input that is only made in the page: it is too large, or too odd, to be carried there. */
const askWith = (channel: Channel, make: 'too-large' | 'own-proto' | 'nested' | 'many-keys') =>
  scene().running.page.evaluate(
    async ([name, what]) => {
      const makers = {
        'too-large': () => ({ value: 'x'.repeat(13 * 1024 * 1024) }),
        'own-proto': () => JSON.parse('{"__proto__": {"polluted": true}}') as unknown,
        nested: () => JSON.parse('{"a":'.repeat(100) + '1' + '}'.repeat(100)) as unknown,
        'many-keys': () => Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${String(index)}`, index])),
      };
      return window.kelvin.request[name]?.(makers[what]());
    },
    [channel, make] as const,
  );

async function expectAlive(): Promise<void> {
  expect(await ask('app.phase', {})).toMatchObject({ ok: true, value: { kind: 'ready' } });
}

// shell.spec.ts sends 100 MiB; here it is just beyond the bound of the channel that may carry most, a whole import.
test('more than a value could need is refused by every channel with an answer', async () => {
  for (const channel of channels) {
    expect(await askWith(channel, 'too-large'), channel).toMatchObject({ ok: false, code: 'too-large' });
  }
  await expectAlive();
});

test('endlessly nested and innumerable keys are refused by every channel; polluting ones pollute nothing', async () => {
  for (const channel of ['app.info', 'outbox.list', 'sync.status'] as const) await askWith(channel, 'own-proto');
  for (const channel of channels) {
    for (const odd of ['nested', 'many-keys'] as const) {
      const answer = await askWith(channel, odd);
      expect(answer?.ok, `${channel} ${odd}`).toBe(false);
      expect(['bad-input', 'too-large']).toContain(answer?.code);
    }
  }
  expect(await scene().running.app.evaluate(() => 'polluted' in {})).toBe(false);
  await expectAlive();
});

test('what cannot be cloned never leaves the page', async () => {
  const outcome = await scene().running.page.evaluate(async () => {
    try {
      return await window.kelvin.request['app.info']?.({ f: () => 1 });
    } catch {
      return 'thrown in the page';
    }
  });
  expect(outcome).toBe('thrown in the page');
  await expectAlive();
});

test('ids of another kind, or that nobody knows, are refused with an answer', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await ask('outbox.add', { environmentId: nobody, name: 'a', value: 'b' })).toMatchObject({ ok: false, code: 'unknown-environment' });
  expect(await ask('outbox.discard', { entryId: nobody, confirmed: true })).toMatchObject({ ok: false, code: 'unknown-entry' });
  for (const odd of ["' OR 1=1 --", '../../data-key.json', '', 'x'.repeat(4000)]) {
    expect(await ask('outbox.hold', { entryId: odd, held: true })).toMatchObject({ ok: false, code: 'bad-input' });
  }
  await expectAlive();
});

test('no channel and no announcement ever tells a value', async () => {
  const { page } = scene().running;
  const marker = 'MarkerOfTheValueThatNobodyTells';
  await page.evaluate((names) => {
    window.heard = [];
    for (const name of names) window.kelvin.on(name, (news) => window.heard.push(news));
  }, announcementNames);
  await scene().sandbox.client.refuse();
  await addSecret(scene().running, { name: 'untold', value: `${marker}\n${marker}`, how: 'paste' });
  await expect(row(page, 'untold')).toContainText('Waiting');

  const environments = (await ask('environments.list', {})) as { value: { environments: { id: EnvironmentId }[] } };
  const outbox = (await ask('outbox.list', {})) as { value: { entries: { id: EntryId }[] } };
  const environmentId = environments.value.environments[0]?.id as EnvironmentId;
  const entryId = outbox.value.entries[0]?.id as EntryId;
  // Two channels open a dialog of the system's, which nobody would answer here.
  await scene().running.app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
  });
  // In this order: what takes the entry, the session or the environment away comes last. A channel without a line is
  // a type error.
  const inputs: { readonly [C in Channel]: Input<C> } = {
    'app.info': {},
    'app.phase': {},
    'app.start-afresh': {},
    'app.try-again': {},
    'app.quit': { quit: false },
    'app.quit-question': {},
    'app.keep-in-tray': {},
    'app.about': {},
    'desktop.read': {},
    'desktop.write': { theme: 'system', density: 'compact', closeToTray: false, notify: true },
    'diagnostics.report': {},
    'diagnostics.copy': {},
    'diagnostics.save': {},
    'vault.choose-passphrase': { passphrase },
    'vault.unlock': { passphrase },
    'vault.protection': {},
    'vault.set-passphrase': { next: passphrase, current: null },
    'vault.remove-passphrase': { current: passphrase },
    'vault.add-keychain': { passphrase },
    'vault.remove-keychain': { passphrase },
    'locking.read': {},
    'locking.write': { afterMinutes: 0, withSystem: false, keepSending: false },
    'incidents.unread': {},
    'incidents.mark-read': { id: 1 },
    'environments.list': {},
    'environments.check': { address: 'https://127.0.0.1:1' },
    'environments.add': { address: 'https://127.0.0.1:1', label: 'Other', kind: 'other', colour: 'moss', confirmedIssuer: null },
    'environments.choose': { environmentId },
    'environments.confirm-issuer': { environmentId, issuer: 'https://127.0.0.1:1/realms/kelvin' },
    'session.view': { environmentId },
    'session.sign-in': { environmentId, userName: 'demo', password: 'demo', oneTimeCode: null },
    // The platform answers nothing, so no browser is opened.
    'session.sign-in-browser': { environmentId },
    'session.cancel-browser': { environmentId },
    'session.redirect-port': {},
    'session.set-redirect-port': { port: 38638 },
    'session.sign-in-service': { environmentId, clientId: 'nobody', clientSecret: 'nothing' },
    'session.sign-in-token': { environmentId, token: 'none' },
    'session.claim-entries': { environmentId, accountId: 1 },
    'secrets.read-look': { environmentId },
    'secrets.keep-look': {
      environmentId,
      look: { search: '', matchCase: false, sorting: { column: 'name', descending: false }, columns: ['name', 'state'] },
    },
    'secrets.list': { environmentId },
    'secrets.refresh': { environmentId },
    'secrets.cancel-refresh': { environmentId },
    'secrets.check-name': { environmentId, name: 'untold' },
    'secrets.check-names': { environmentId, names: ['untold'] },
    'secrets.copy-command': { environmentId, name: 'untold', intent: 'create', form: 'curl' },
    'outbox.list': {},
    'outbox.add': { environmentId, name: 'untold', value: marker },
    'outbox.add-many': { environmentId, secrets: [{ name: 'untold-too', value: marker, replaces: null }] },
    'outbox.outcome': { entryIds: [entryId] },
    'outbox.replace': { environmentId, name: 'untold', value: marker, seen: { created: null, updated: null, updatedBy: null } },
    'outbox.delete': { environmentId, name: 'untold', seen: { created: null, updated: null, updatedBy: null } },
    'outbox.replace-many': { environmentId, secrets: [{ name: 'untold', seen: { created: null, updated: null, updatedBy: null } }], value: marker },
    'outbox.delete-many': { environmentId, secrets: [{ name: 'untold', seen: { created: null, updated: null, updatedBy: null } }] },
    'outbox.change-value': { entryId, value: `${marker} changed` },
    'outbox.rename': { entryId, name: 'untold-renamed' },
    'outbox.hold': { entryId, held: true },
    'outbox.copy-codes': { entryId },
    'outbox.resolve': { entryId, choice: 'try-again' },
    'outbox.change-many': { entryIds: [entryId], change: 'release', confirmed: false },
    'outbox.forget-discards': { entryIds: [entryId] },
    'outbox.send-now': { environmentId },
    'sync.status': {},
    'outbox.discard': { entryId, confirmed: true },
    'session.sign-out': { environmentId, discard: null },
    'environments.export': {},
    'environments.read-list': {},
    'environments.change': { environmentId, label: 'Sandbox', kind: 'other', colour: 'slate' },
    'network.work-offline': {},
    'network.set-work-offline': { offline: false },
    'network.proxy-question': {},
    'network.give-proxy': { proxy: 'proxy.example:3128', userName: 'ana', password: 'of the proxy' },
    'network.decline-proxy': { proxy: 'proxy.example:3128' },
    'network.certificate-question': {},
    'network.choose-certificate': { origin: 'https://plant-a.example', certificate: null },
    'network.decline-certificate': { origin: 'https://plant-a.example' },
    'environments.remove': { environmentId, discard: [] },
    'vault.lock': {},
  };
  const answers = [];
  for (const [channel, input] of Object.entries(inputs)) answers.push([channel, await ask(channel as Channel, input)]);
  const told = JSON.stringify([answers, await page.evaluate(() => window.heard)]);
  expect(formsIn(Buffer.from(told), marker)).toEqual([]);
  expect(formsIn(Buffer.from(told), passphrase)).toEqual([]);
  expect(answers.map(([channel]) => channel).sort()).toEqual([...channels].sort());
  expect(told).toContain('untold');
});
