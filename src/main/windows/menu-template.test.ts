import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { usualChoices } from '../../shared/desktop.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { OpenOverview, Overview } from '../../shared/overview.ts';
import { menuTemplate } from './menu-template.ts';
import type { ShellActions } from './shell-actions.ts';

const plants = [
  { id: 'a' as EnvironmentId, label: 'Plant A & B' },
  ...Array.from({ length: 9 }, (_, index) => ({ id: `p${String(index)}` as EnvironmentId, label: `Plant ${String(index)}` })),
];
const open: OpenOverview = {
  kind: 'open', environments: plants, chosen: 'p0' as EnvironmentId, worksOffline: false, sendable: 1, signIns: [], delivered: 0,
  counts: { waiting: 1, sending: 0, uncertain: 0, needsAttention: 0, held: 0 },
};
const locked: Overview = { kind: 'closed', why: 'locked' };

function menuOf(overview: Overview, platform: NodeJS.Platform = 'linux') {
  const done: unknown[] = [];
  const note = (name: string) => (given?: unknown) => void done.push(given === undefined ? name : [name, given]);
  const actions: ShellActions = {
    show: note('show'), command: note('command'), sendNow: note('sendNow'), workOffline: note('workOffline'),
    lock: note('lock'), quit: note('quit'), choose: note('choose'),
  };
  const template = menuTemplate({ platform, development: false, overview, choices: usualChoices, actions });
  return { template, done, items: flat(template) };
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

const enabled = (items: readonly MenuItemConstructorOptions[]) =>
  items.filter(({ click, enabled: is }) => click !== undefined && is !== false).map(({ label }) => label);

test('a locked app offers nothing of what it keeps', () => {
  expect(enabled(menuOf(locked).items)).toEqual([
    'Quit', 'As the system', 'Light', 'Dark', 'Compact', 'Comfortable', 'Report for Support…', 'About Kelvin Secrets',
  ]);
});

test('without an environment nothing about a secret can be asked for', () => {
  const { items } = menuOf({ ...open, environments: [], chosen: null });
  for (const label of ['Add Secret…', 'Import…', 'Secrets', 'Outbox', 'Search Names', 'Manage Environments…']) {
    expect(items.find((item) => item.label === label && item.click !== undefined)).toMatchObject({ enabled: false });
  }
  expect(items.find(({ label }) => label === 'No Environment')).toMatchObject({ enabled: false });
});

test('Send Now is there while something would go by it', () => {
  const sendNow = (overview: Overview) => menuOf(overview).items.find(({ label }) => label === 'Send Now')?.enabled;
  expect(sendNow(open)).toBe(true);
  expect(sendNow({ ...open, worksOffline: true })).toBe(false);
  expect(sendNow({ ...open, sendable: 0 })).toBe(false);
  expect(sendNow(locked)).toBe(false);
});

test('the environments stand there as they are, the chosen one is marked, and nine have a key', () => {
  const { items } = menuOf(open);
  const environments = items.filter(({ type, label }) => type === 'radio' && label?.startsWith('Plant') === true);
  expect(environments.map(({ label }) => label)[0]).toBe('Plant A && B');
  expect(environments.map(({ checked }) => checked)).toEqual(plants.map(({ id }) => id === 'p0'));
  expect(environments.map(({ accelerator }) => accelerator)).toEqual([
    ...Array.from({ length: 9 }, (_, index) => `CmdOrCtrl+${String(index + 1)}`), undefined,
  ]);
});

test('each item does what it says', () => {
  const { items, done } = menuOf(open);
  for (const label of ['Add Secret…', 'Lock Now', 'Work Offline', 'Dark', 'Comfortable', 'Plant 3', 'Quit']) {
    const item = items.find((one) => one.label === label);
    (item?.click as (() => void) | undefined)?.();
  }
  expect(done).toEqual([
    ['command', { kind: 'add' }], 'lock', ['workOffline', true], ['choose', { theme: 'dark' }], ['choose', { density: 'comfortable' }],
    ['command', { kind: 'choose', environmentId: 'p3' }], 'quit',
  ]);
});

test.each(['linux', 'win32', 'darwin'] as const)('on %s settings, About and Quit stand once, where people look for them', (platform) => {
  const { template, items } = menuOf(open, platform);
  for (const label of ['Settings…', 'About Kelvin Secrets', 'Quit']) {
    expect(items.filter((item) => item.label === label)).toHaveLength(1);
  }
  expect(template[0]?.role === 'appMenu').toBe(platform === 'darwin');
});

test('no two items have the same key', () => {
  const keys = menuOf(open).items.map(({ accelerator }) => accelerator).filter((key) => key !== undefined);
  expect(new Set(keys).size).toBe(keys.length);
});

test('what is for development alone is not in the product', () => {
  const roles = menuOf(open).items.map(({ role }) => role);
  expect(roles).not.toContain('toggleDevTools');
  expect(roles).not.toContain('reload');
});
