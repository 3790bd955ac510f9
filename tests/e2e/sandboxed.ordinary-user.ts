import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, row } from '../support/person.ts';
import { openScene } from '../support/scene.ts';

test('as an ordinary user the page runs inside Chromium’s sandbox, and a secret arrives', async () => {
  test.skip(process.platform !== 'linux', 'Seccomp is Linux’s.');
  const scene = await openScene();
  try {
    const { app, page } = scene.running;
    const renderer = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId());
    const status = readFileSync(`/proc/${renderer}/status`, 'utf8');
    // 2: a seccomp filter is in force. NoNewPrivs: nothing it starts can get more than it has.
    expect(/^Seccomp:\s*(\d)/m.exec(status)?.[1]).toBe('2');
    expect(/^NoNewPrivs:\s*(\d)/m.exec(status)?.[1]).toBe('1');
    expect(await app.evaluate(({ app: running }) => running.commandLine.hasSwitch('no-sandbox'))).toBe(false);

    await addSecret(scene.running, { name: 'demosecret', value: 'This is a really big secret!' });
    await expect(row(page, 'demosecret')).toContainText('On the platform');
    const { client } = scene.sandbox;
    const hmac = await client.hmac('This is a really big secret!');
    expect(notCreatedOnce(await client.journal(), 'demosecret', hmac)).toEqual([]);
  } finally {
    await scene.close();
  }
});
