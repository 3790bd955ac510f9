import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../tests/support/fake-bridge.ts';
import { usualChoices } from '../shared/desktop.ts';
import { Desktop } from './desktop.svelte.ts';

let main: FakeBridge;
beforeEach(() => {
  main = new FakeBridge({
    'desktop.read': () => ok({ chosen: { ...usualChoices, density: 'comfortable' }, system: { tray: true, notifications: false } }),
    'desktop.write': () => ok({}),
  });
  vi.stubGlobal('window', main.window);
});
afterEach(() => { vi.unstubAllGlobals(); });

it('knows the rows’ height and what the system has once it was asked, and hears what a menu changes', async () => {
  const desktop = new Desktop();
  expect(desktop.rowHeight).toBe(36);
  const stop = desktop.start();
  await vi.waitFor(() => expect(desktop.system).toEqual({ tray: true, notifications: false }));
  expect(desktop.rowHeight).toBe(44);
  main.announce('desktop-changed', usualChoices);
  expect(desktop.rowHeight).toBe(36);
  stop();
  expect(main.listening).toBe(0);
});

it('a choice applies at once; one that is refused does not stand', async () => {
  const desktop = new Desktop();
  await desktop.load();
  await desktop.choose({ theme: 'dark' });
  expect(main.inputsOf('desktop.write')).toEqual([{ ...usualChoices, density: 'comfortable', theme: 'dark' }]);
  main.answers = { 'desktop.write': () => ({ ok: false, code: 'locked', message: '' }) };
  await desktop.choose({ theme: 'light' });
  expect([desktop.chosen.theme, desktop.refusal]).toEqual(['dark', 'locked']);
});
