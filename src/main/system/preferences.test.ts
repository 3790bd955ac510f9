import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openPreferences, storeOptions } from './preferences.ts';
import type { Remembered } from './preferences.ts';

const place = { x: 10, y: 20, width: 1280, height: 800, maximised: false };

/** The base of electron-store, with the options of the product: the same file without Electron. */
const openConf = (folder: string) => new Conf<Remembered>({ ...storeOptions, cwd: folder, configName: 'preferences' });

function open(folder: string) {
  const onUnreadable = vi.fn();
  return { preferences: openPreferences(folder, openConf, onUnreadable), onUnreadable };
}

test('the schema of the preferences is itself a valid schema, which is not looked at again at each start', () => {
  const checked = (schema: object) => () =>
    new Conf({ ...storeOptions, schema: schema as never, ajvOptions: { validateSchema: true }, cwd: temporaryFolder() });
  expect(checked(storeOptions.schema)).not.toThrow();
  expect(checked({ window: { type: 'no such type' } })).toThrow('schema is invalid');
});

test('what was set is there at the next start, for this person only', () => {
  const folder = temporaryFolder();
  open(folder).preferences.set('window', place);
  const { preferences, onUnreadable } = open(folder);
  expect(preferences.get('window')).toEqual(place);
  expect(preferences.get('chosenEnvironment')).toBeNull();
  expect(onUnreadable).not.toHaveBeenCalled();
  if (process.platform !== 'win32') expect(statSync(join(folder, 'preferences.json')).mode & 0o777).toBe(0o600);
});

test.each(['{', '\u0000', '{"window":{"width":"wide"}}'])(
  'a file that holds %j is set aside, and the app starts without preferences',
  (content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'preferences.json'), content);
    const { preferences, onUnreadable } = open(folder);
    expect(preferences.get('window')).toBeNull();
    expect(onUnreadable).toHaveBeenCalledOnce();
    preferences.set('window', place);
    expect(open(folder).preferences.get('window')).toEqual(place);
    const aside = readdirSync(folder).find((name) => name.startsWith('preferences.json.quarantine-'));
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(content);
  },
);

test('what a newer version keeps here is carried along', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'preferences.json');
  writeFileSync(path, JSON.stringify({ chosenEnvironment: 'a', density: 'comfortable' }));
  open(folder).preferences.set('chosenEnvironment', 'b');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ chosenEnvironment: 'b', density: 'comfortable' });
});

test.each(['[]', 'null', '"text"'])('a file that holds %j holds no preferences', (content) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'preferences.json'), content);
  expect(open(folder).preferences.get('window')).toBeNull();
});

function refuse(): never {
  throw new Error('ENOSPC');
}

test('a disk that takes nothing costs nothing but the memory', () => {
  const preferences = openPreferences(temporaryFolder(), (folder) => Object.assign(openConf(folder), { set: refuse }), vi.fn());
  preferences.set('chosenEnvironment', 'a');
  expect(preferences.get('chosenEnvironment')).toBe('a');
});

test('a store that cannot be opened at all leaves an app that remembers until it ends', () => {
  const preferences = openPreferences(temporaryFolder(), refuse, vi.fn());
  preferences.set('window', place);
  expect(preferences.get('window')).toEqual(place);
});
