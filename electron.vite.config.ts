import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';

// The oldest runtime the app has to run on: the stand-in runtime of machines that cannot
// download the official Electron (docs/decisions). Newer syntax is lowered to it.
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

// Only the native database module stays outside the bundle; every pure-JS package is bundled.
const bundled = Object.keys((await import('./package.json', { with: { type: 'json' } })).default.devDependencies);

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: { exclude: bundled },
      rolldownOptions: { input: { index: resolve('src/main/index.ts') } },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [svelte({ configFile: resolve('svelte.config.js') })],
    build: {
      target: CHROME_TARGET,
      minify: true,
      cssMinify: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
});
