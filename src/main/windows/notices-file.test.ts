import { expect, test } from 'vitest';
import { readNotices } from './notices-file.ts';

const place = { packaged: false, platform: 'linux', executable: '/app/kelvin-secrets' } as const;

test('a person reads whose work is in the app, and nothing of how the list is made', () => {
  const notices = readNotices({ ...place, appPath: process.cwd() });
  expect(notices).toMatch(/^Kelvin Secrets contains the work of others/);
  expect(notices).toContain('\n\nElectron brings Chromium');
  expect(notices).not.toMatch(/npm run|Made by/);
});

test('where they are not there, there are none', () => {
  expect(readNotices({ ...place, appPath: '/nowhere' })).toBeNull();
});
