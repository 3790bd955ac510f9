import { expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { OpenOverview, Overview } from '../../shared/overview.ts';
import { trayTip } from '../../shared/words/desktop.ts';
import type { ShellActions } from '../windows/shell-actions.ts';
import { trayTemplate } from './tray-menu.ts';

const nothing = { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0 };
const open: OpenOverview = {
  kind: 'open', environments: [{ id: 'a' as EnvironmentId, label: 'Plant A' }], chosen: 'a' as EnvironmentId,
  worksOffline: false, sendable: 0, signIns: [], delivered: 7, counts: nothing,
};
const done: unknown[] = [];
const note = (name: string) => (given?: unknown) => void done.push(given === undefined ? name : [name, given]);
const actions: ShellActions = {
  show: note('show'), command: note('command'), sendNow: note('sendNow'), workOffline: note('workOffline'),
  lock: note('lock'), quit: note('quit'), choose: note('choose'),
};

test.each<readonly [string, Overview]>([
  ['Nothing is waiting', open],
  ['3 waiting · sending 1 of 3 · 2 need you', { ...open, counts: { ...nothing, waiting: 2, sending: 1, needsAttention: 2 } }],
  ['Sign in to send · 4 waiting', { ...open, signIns: ['a' as EnvironmentId], counts: { ...nothing, waiting: 4 } }],
  ['Working offline · 1 on hold', { ...open, worksOffline: true, counts: { ...nothing, held: 1 } }],
  ['Locked', { kind: 'closed', why: 'locked' }],
  ['Starting', { kind: 'closed', why: 'starting' }],
  ['Open the window to go on', { kind: 'closed', why: 'needs-you' }],
])('its tip says “%s”', (state, overview) => {
  expect(trayTip(overview)).toBe(`Kelvin Secrets: ${state}`);
  expect(trayTemplate(overview, false, actions)[0]).toMatchObject({ label: state, enabled: false });
});

test('a locked app can be opened and quit from it, and nothing else', () => {
  const items = trayTemplate({ kind: 'closed', why: 'locked' }, false, actions);
  expect(items.filter(({ click, enabled }) => click !== undefined && enabled !== false).map(({ label }) => label)).toEqual([
    'Open Kelvin Secrets', 'Quit',
  ]);
});

test('it tells no label of an environment', () => {
  expect(JSON.stringify(trayTemplate(open, true, actions))).not.toContain('Plant');
});

test('each of its items does what it says', () => {
  for (const { click } of trayTemplate(open, true, actions)) (click as (() => void) | undefined)?.();
  expect(done).toEqual(['show', ['command', { kind: 'add' }], 'sendNow', ['workOffline', true], 'lock', 'quit']);
});
