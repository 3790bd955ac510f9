import { expect, test } from '@playwright/test';
import { buildProbe, runProbe } from '../support/electron-probe.ts';
import { hasKeyring, keyringSession } from '../support/keyring-session.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const gnome = '--password-store=gnome-libsecret';
const basic = '--password-store=basic';
const passphrase = 'correct horse battery';

test.skip(process.platform !== 'linux' || !hasKeyring(), 'needs gnome-keyring and dbus-run-session');

let probe: string;
test.beforeAll(async () => {
  probe = await buildProbe('keychain-probe');
});

const newVault = () => scratchFolder('vault');

test('a real keyring protects the data key, over a restart of app, bus and keyring', async () => {
  const vault = newVault();
  const first = keyringSession('test');
  const made = await runProbe({ folder: probe, args: [gnome, vault], ...first });
  expect(made).toMatchObject({
    look: { kind: 'protects', backend: 'gnome_libsecret' },
    prefix: 'v11',
    answer: { kind: 'unlocked', protection: { keychain: { backend: 'gnome_libsecret' }, passphrase: null } },
  });
  const again = await runProbe({ folder: probe, args: [gnome, vault], ...keyringSession('test', first.home) });
  expect(again).toMatchObject({ answer: { kind: 'unlocked' }, key: (made as { key: string }).key });
});

test('another keyring, none, or a locked one: said so, and nothing is made anew', async () => {
  const vault = newVault();
  const first = keyringSession('test');
  const made = (await runProbe({ folder: probe, args: [gnome, vault], ...first })) as { key: string };
  const trouble = { kind: 'trouble', trouble: 'keychain-changed' };

  const elsewhere = await runProbe({ folder: probe, args: [gnome, vault], ...keyringSession('test') });
  expect(elsewhere).toMatchObject({ look: { kind: 'protects' }, answer: trouble });
  expect(await runProbe({ folder: probe, args: [gnome, vault], env: noBus })).toMatchObject({ answer: trouble });
  expect(await runProbe({ folder: probe, args: [basic, vault] })).toMatchObject({ answer: trouble });

  const withAnotherPassword = keyringSession('not the one', first.home);
  expect(await runProbe({ folder: probe, args: [gnome, vault], ...withAnotherPassword }), 'locked').toMatchObject({ answer: trouble });

  const back = await runProbe({ folder: probe, args: [gnome, vault], ...keyringSession('test', first.home) });
  expect(back).toMatchObject({ answer: { kind: 'unlocked' }, key: made.key });
});

/** No session bus at all: otherwise libdbus looks for the desktop's own. */
const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', XDG_RUNTIME_DIR: '/nonexistent' };

for (const [how, args] of [
  ['the built-in key', [basic]],
  ['no keyring', [gnome]],
] as const) {
  test(`with ${how} a passphrase is asked for, and it opens the vault at the next start`, async () => {
    const vault = newVault();
    const asked = await runProbe({ folder: probe, args: [...args, vault, passphrase], env: noBus });
    expect(asked).toMatchObject({
      look: { kind: 'no-protection' },
      prefix: null,
      opened: 'choose-passphrase',
      answer: { kind: 'unlocked', protection: { keychain: null, passphrase: { since: expect.any(Number) as unknown as number } } },
    });
    const next = await runProbe({ folder: probe, args: [...args, vault, passphrase], env: noBus });
    expect(next).toMatchObject({ opened: 'locked', answer: { kind: 'unlocked' }, key: (asked as { key: string }).key });
    expect(await runProbe({ folder: probe, args: [...args, vault, 'wrong horse battery'], env: noBus })).toMatchObject({
      answer: { kind: 'wrong-passphrase' },
      key: null,
    });
  });
}
