import { defineConfig } from '@playwright/test';

// The real app in a real window, one at a time on each display (scripts/run/stages.mjs). No retries: a test that passes
// the second time has found a race.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
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
    { name: 'gallery', testDir: 'tests/gallery', testMatch: 'gallery.ts', timeout: 900_000 }, // `npm run screenshots`
    { name: 'packaged', testMatch: 'packaged.smoke.ts' }, // against dist/, after `npm run package:dir`
  ],
});
