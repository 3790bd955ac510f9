import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openPreferences } from './preferences.ts';

const place = { x: 10, y: 20, width: 1280, height: 800, maximised: false };

function open(path: string) {
  const onUnreadable = vi.fn();
  return { preferences: openPreferences(path, onUnreadable), onUnreadable };
}

test('what was set is there at the next start, for this person only', () => {
  const path = join(temporaryFolder(), 'preferences.json');
  open(path).preferences.set('window', place);
  const { preferences, onUnreadable } = open(path);
  expect(preferences.get('window')).toEqual(place);
  expect(preferences.get('chosenEnvironment')).toBeNull();
  expect(onUnreadable).not.toHaveBeenCalled();
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '[]', 'null', '"text"', '\u0000'])('a file that holds %j starts the app without preferences', (content) => {
  const path = join(temporaryFolder(), 'preferences.json');
  writeFileSync(path, content);
  const { preferences, onUnreadable } = open(path);
  expect(preferences.get('window')).toBeNull();
  expect(onUnreadable).toHaveBeenCalledOnce();
  preferences.set('window', place);
  expect(open(path).preferences.get('window')).toEqual(place);
});

test('a field that is not as expected is passed over, and the others are kept, a newer version’s too', () => {
  const path = join(temporaryFolder(), 'preferences.json');
  writeFileSync(path, JSON.stringify({ window: { ...place, width: 'wide' }, chosenEnvironment: 'a', density: 'comfortable' }));
  const { preferences } = open(path);
  expect(preferences.get('window')).toBeNull();
  expect(preferences.get('chosenEnvironment')).toBe('a');
  preferences.set('chosenEnvironment', 'b');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ chosenEnvironment: 'b', density: 'comfortable' });
});

test('a disk that takes nothing costs nothing but the memory', () => {
  const { preferences } = open(join(temporaryFolder(), 'no-folder', 'preferences.json'));
  preferences.set('chosenEnvironment', 'a');
  expect(preferences.get('chosenEnvironment')).toBe('a');
});
