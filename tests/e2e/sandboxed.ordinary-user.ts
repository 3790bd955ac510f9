import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, row } from '../support/person.ts';
import { openScene } from '../support/scene.ts';

// As an ordinary user, with Chromium's sandbox on: what root's runs of the other tests go without.

test('the page’s process is confined by the kernel, and the app creates a secret', async () => {
  const scene = await openScene();
  try {
    const { app, page } = scene.running;
    expect(process.getuid?.(), 'not as root').not.toBe(0);
    const { renderer, noSandbox } = await app.evaluate(({ app: electronApp, BrowserWindow }) => ({
      renderer: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
      noSandbox: electronApp.commandLine.hasSwitch('no-sandbox'),
    }));
    expect(noSandbox).toBe(false);
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${String(renderer)}/status`, 'utf8');
      expect(status).toMatch(/^Seccomp:\s+2$/m); // 2: a filter decides about each system call
      expect(status).toMatch(/^CapEff:\s+0+$/m);
    }
    await addSecret(scene.running, { name: 'confined', value: 'from a sandboxed page' });
    await expect(row(page, 'confined')).toContainText('On the platform');
    const { client } = scene.sandbox;
    expect(notCreatedOnce(await client.journal(), 'confined', await client.hmac('from a sandboxed page'))).toEqual([]);
  } finally {
    await scene.close();
  }
});
