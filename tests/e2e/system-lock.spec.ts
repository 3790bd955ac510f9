import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { hasKeyring, keyringSession, logIn, noBus } from '../support/keyring-session.ts';
import { dialog } from '../support/person.ts';
import { openScene } from '../support/scene.ts';

// On Linux the desktop's own lock locks the app where the desktop tells it, and the settings promise no more than that.

test.skip(process.platform !== 'linux' || !hasKeyring(), 'needs dbus-run-session');

const noSystemBus = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent' };

async function locking(page: Page) {
  await page.keyboard.press('ControlOrMeta+,');
  return dialog(page, 'Settings').getByRole('region', { name: 'Locking' });
}

/** How many programs listen on this bus for the app. */
function listeners(address: string): number {
  return readdirSync('/proc').filter((entry) => {
    try {
      const [name] = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      return name === 'dbus-monitor' && readFileSync(`/proc/${entry}/environ`, 'utf8').includes(address);
    } catch {
      return false; // no process, or one that has just ended
    }
  }).length;
}

test('a desktop that tells that it is locked locks the app, and nothing goes on listening when the app has ended', async () => {
  const desktop = await logIn(keyringSession('test'));
  const bus = desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const scene = await openScene({ launch: { env: { ...desktop.env, ...noSystemBus } } });
  const tell = (isActive: boolean) =>
    spawnSync('dbus-send', [
      `--bus=${bus}`,
      '--type=signal',
      '/org/freedesktop/ScreenSaver',
      'org.freedesktop.ScreenSaver.ActiveChanged',
      `boolean:${String(isActive)}`,
    ]);
  try {
    const { page } = scene.running;
    const choices = await locking(page);
    const withSystem = choices.getByRole('checkbox', { name: 'Lock when this computer is locked or goes to sleep' });
    await expect(withSystem).toHaveAccessibleDescription(/Most Linux desktops tell/);
    tell(true);
    await withSystem.check();
    await page.keyboard.press('Escape');
    await expect(dialog(page, 'Settings')).toBeHidden();
    tell(true);
    await expect(page.getByText('It locked itself when this computer was locked or went to sleep.')).toBeVisible();
    expect(listeners(bus)).toBe(1);
    await scene.running.end();
    await expect.poll(() => listeners(bus)).toBe(0);

    // Chosen once, it is listened to from the start on.
    const { page: again } = await scene.startUnlocked();
    await expect.poll(() => listeners(bus)).toBe(1);
    tell(false);
    tell(true);
    await expect(again.getByText('It locked itself when')).toBeVisible();
  } finally {
    await scene.close();
    await desktop.end();
  }
});

test('a system that does not tell that it is locked is not promised to lock the app, but to do so when it goes to sleep', async () => {
  const scene = await openScene({ launch: { env: { ...noBus, ...noSystemBus } } });
  try {
    const { page, app } = scene.running;
    const choices = await locking(page);
    const withSystem = choices.getByRole('checkbox', { name: 'Lock when this computer goes to sleep' });
    await expect(withSystem).toHaveAccessibleDescription(
      'This system does not tell the app that it is locked. Choose a time above, and the app locks by itself.',
    );
    await withSystem.check();
    await page.keyboard.press('Escape');
    await expect(dialog(page, 'Settings')).toBeHidden();
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await expect(page.getByText('It locked itself when this computer was locked or went to sleep.')).toBeVisible();
  } finally {
    await scene.close();
  }
});
