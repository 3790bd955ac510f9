import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import { Settings } from './settings.svelte.ts';

const locking = { afterMinutes: 0, withSystem: false, keepSending: false };

let main: FakeBridge;
let settings: Settings;
beforeEach(async () => {
  main = new FakeBridge({
    'vault.protection': () => ok({ keychain: null, passphrase: { since: 1, checkedAt: 2 } }),
    'locking.read': () => ok({ chosen: locking, systemLock: 'told-by-most' }),
    'locking.write': () => ok({}),
  });
  vi.stubGlobal('window', main.window);
  settings = new Settings();
  await settings.load();
});
afterEach(() => { vi.unstubAllGlobals(); });

it('a choice applies at once, and leaves the others as they are', async () => {
  await settings.choose({ afterMinutes: 15 });
  await settings.choose({ keepSending: true });
  expect(main.inputsOf('locking.write')).toEqual([
    { ...locking, afterMinutes: 15 },
    { ...locking, afterMinutes: 15, keepSending: true },
  ]);
});

it('a choice that is refused is not shown as if it applied', async () => {
  main.answers = { 'locking.write': () => ({ ok: false, code: 'unexpected', message: '' }) };
  await settings.choose({ withSystem: true });
  expect(settings).toMatchObject({ locking, refusal: 'unexpected' });
});

it('when it locks is shown while the keychain still has a question', async () => {
  main.answers = { ...main.answers, 'vault.protection': () => new Promise(() => undefined) };
  const waiting = new Settings();
  void waiting.load();
  await vi.waitFor(() => expect(waiting).toMatchObject({ locking, systemLock: 'told-by-most', isRead: false }));
});

it('a key file that cannot be read is told as that', async () => {
  main.answers = { ...main.answers, 'vault.protection': () => ok(null) };
  await settings.load();
  expect(settings).toMatchObject({ protection: null, isRead: true });
});
