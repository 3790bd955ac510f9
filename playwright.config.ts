import { defineConfig } from '@playwright/test';

// The displays that scripts/run/display.mjs opened, one for each worker; none: there is one, the person's own.
const displays = JSON.parse(process.env['KELVIN_TEST_DISPLAYS'] ?? '[]') as readonly NodeJS.ProcessEnv[];
// In a worker, and so for every app that it starts.
Object.assign(process.env, displays[Number(process.env['TEST_PARALLEL_INDEX'])]);

// The real app in a real window, one at a time on each display. No retries: a test that passes the second time has found
// a race.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: Math.max(1, displays.length),
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Guards against hanging, not measures: a busy machine must not make a correct test fail.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: { actionTimeout: 30_000 }, // what cannot be pressed is told as that, before its test runs out of time
  reporter: 'list',
  projects: [
    { name: 'app', testMatch: '*.spec.ts' },
    { name: 'ordinary-user', testMatch: '*.ordinary-user.ts' }, // not as root: Chromium's sandbox is on
    { name: 'gallery', testDir: 'tests/gallery', testMatch: 'gallery.ts', fullyParallel: true, timeout: 900_000 }, // `npm run screenshots`
    { name: 'packaged', testMatch: 'packaged.smoke.ts' }, // against dist/, after `npm run package:dir`
  ],
});
