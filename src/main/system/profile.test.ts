import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseProfile } from './profile.ts';
import type { ProfileChoice } from './profile.ts';

const linux: ProfileChoice = {
  packaged: true,
  testFlavour: false,
  platform: 'linux',
  env: {},
  appData: '/home/ana/.config',
  home: '/home/ana',
};

test('each flavour has a name and a folder of its own', () => {
  const chosen = [
    chooseProfile(linux),
    chooseProfile({ ...linux, testFlavour: true }),
    chooseProfile({ ...linux, packaged: false }),
  ];
  expect(chosen.map(({ name }) => name)).toEqual(['Kelvin Secrets', 'Kelvin Secrets Test', 'Kelvin Secrets Development']);
  expect(chosen.map(({ folder }) => folder)).toEqual(chosen.map(({ name }) => join('/home/ana/.config', name)));
});

test('a profile can be chosen by the environment, but not in the shipped app', () => {
  const env = { KELVIN_SECRETS_PROFILE: '/tmp/profile' };
  expect(chooseProfile({ ...linux, env, packaged: false }).folder).toBe('/tmp/profile');
  expect(chooseProfile({ ...linux, env, testFlavour: true }).folder).toBe('/tmp/profile');
  expect(chooseProfile({ ...linux, env }).folder).toBe(join('/home/ana/.config', 'Kelvin Secrets'));
});

test('on Windows the profile stays on this computer', () => {
  const windows = { ...linux, platform: 'win32', appData: '/roaming', home: '/home' } as const;
  expect(chooseProfile({ ...windows, env: { LOCALAPPDATA: '/local' } }).folder).toBe(join('/local', 'Kelvin Secrets'));
  expect(chooseProfile(windows).folder).toBe(join('/home', 'AppData', 'Local', 'Kelvin Secrets'));
});
