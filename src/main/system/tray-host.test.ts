import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { hasTray } from './tray-host.ts';

const onPosix = test.skipIf(process.platform === 'win32');

/** A computer whose `dbus-send` says this. */
function desktop(says: string): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'dbus-send'), `#!/bin/sh\n${says}\n`);
  chmodSync(join(folder, 'dbus-send'), 0o755);
  return { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
}

onPosix('a desktop that watches for tray icons has a tray', async () => {
  const says = `[ "$6" = string:org.kde.StatusNotifierWatcher ] && echo 'method return sender=org.freedesktop.DBus' && echo '   boolean true'`;
  expect(await hasTray('linux', desktop(says))).toBe(true);
});

onPosix.each([
  ['nobody watches', `echo '   boolean false'`],
  ['there is no bus', 'echo "Failed to open connection" >&2; exit 1'],
])('where %s there is none', async (_, says) => {
  expect(await hasTray('linux', desktop(says))).toBe(false);
});

onPosix('where nobody can be asked there is none', async () => {
  expect(await hasTray('linux', { PATH: temporaryFolder() })).toBe(false);
});

test('Windows and macOS always have one', async () => {
  expect([await hasTray('win32', {}), await hasTray('darwin', {})]).toEqual([true, true]);
});
