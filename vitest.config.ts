import { svelte } from '@sveltejs/vite-plugin-svelte';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

// A guard against hanging, not a measure: a busy machine must not make a correct test fail.
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

// Four projects: `unit` beside the code they test, `renderer` the same for Svelte state (compiled), `faults`: outbox
// and sync against a plain model in virtual time, and `contract`: the sandbox platform and the API client against
// each other, over real HTTP.
export default defineConfig({
  test: {
    maxWorkers: '100%', // vitest keeps one core free, which is every second one on a small machine
    projects: [
      {
        test: {
          ...patience,
          name: 'unit',
          include: [
            'src/{main,preload,shared}/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/{unit,support,faults/campaign,faults/disk,faults/mutants}/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [svelte({ configFile: resolve('svelte.config.js') })],
        resolve: { conditions: ['browser'] },
        test: { ...patience, name: 'renderer', include: ['src/renderer/**/*.test.ts'] },
      },
      { test: { ...patience, name: 'faults', include: ['tests/faults/model/**/*.test.ts'] } },
      { test: { ...patience, name: 'contract', include: ['sandbox/**/*.test.ts', 'tests/{contract,faults/load}/**/*.test.ts'] } },
    ],
    coverage: { provider: 'v8', include: ['src/main/**', 'src/shared/**', 'sandbox/**'], exclude: ['**/*.test.ts'] },
  },
});
