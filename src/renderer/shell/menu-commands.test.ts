import { beforeEach, expect, it, vi } from 'vitest';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import type { MenuCommand } from '../../shared/menu-command.ts';
import type { Toasts } from '../components/toasts.svelte.ts';
import { Navigation } from '../navigation.svelte.ts';
import { Overlay } from '../overlay.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { runMenuCommand, type MenuTools } from './menu-commands.ts';

const id = 'a' as EnvironmentId;
const other = 'b' as EnvironmentId;
const environment: Environment = { id, origin: 'https://a.example', label: 'A', kind: 'other', colour: 'slate', addedAt: 0 };

let overlay: Overlay;
let navigation: Navigation;
let chosen: EnvironmentId[];
let refused: string[];
let tools: MenuTools;
beforeEach(() => {
  vi.stubGlobal('window', { kelvin: { request: new Proxy({}, { get: () => () => Promise.resolve({ ok: false, code: 'unexpected', message: '' }) }) } });
  overlay = new Overlay();
  navigation = new Navigation();
  chosen = [];
  refused = [];
  tools = {
    workspace: { chosen: environment, choose: (to: EnvironmentId) => Promise.resolve(void chosen.push(to)) } as unknown as Workspace,
    navigation,
    overlay,
    toasts: { refuse: (code: string) => void refused.push(code) } as unknown as Toasts,
  };
});
const run = (command: MenuCommand): void => runMenuCommand(command, tools);

it('opens what was asked for', () => {
  for (const [command, kind] of [['add', 'add-secret'], ['settings', 'settings'], ['shortcuts', 'shortcuts'], ['environments', 'manage-environments']] as const) {
    overlay.close();
    run({ kind: command });
    expect(overlay.open?.kind).toBe(kind);
  }
});

it('leaves a dialog open, with what is typed in it, whatever is chosen meanwhile', () => {
  run({ kind: 'add' });
  const open = overlay.open;
  for (const kind of ['add', 'import', 'settings', 'shortcuts', 'environments', 'secrets', 'search', 'columns'] as const) run({ kind });
  run({ kind: 'choose', environmentId: other });
  run({ kind: 'sign-in', environmentId: other });
  expect(overlay.open).toBe(open);
  expect(chosen).toEqual([]);
  expect(navigation.signingIn).toBeNull();
});

it('leads to the Outbox all the same, below the dialog: a notification was pressed for that', () => {
  run({ kind: 'add' });
  run({ kind: 'outbox' });
  expect([navigation.view, overlay.open?.kind]).toEqual(['outbox', 'add-secret']);
});

it('leads away from a sign-in screen to what waits, and to another environment', () => {
  navigation.signIn(id);
  run({ kind: 'outbox' });
  expect([navigation.signingIn, navigation.wantsSignIn(id)]).toEqual([null, false]);
  navigation.signIn(id);
  run({ kind: 'choose', environmentId: other });
  expect([navigation.signingIn, chosen]).toEqual([null, [other]]);
});

it('leads to the sign-in of the environment that waits for it', () => {
  run({ kind: 'sign-in', environmentId: other });
  expect([navigation.signingIn, chosen]).toEqual([other, [other]]);
});

it('tells what main refused', () => {
  run({ kind: 'refused', code: 'disk-full' });
  expect(refused).toEqual(['disk-full']);
});
