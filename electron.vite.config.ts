import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { bundledPackages } from './scripts/notices/bundled-packages.js';

// The oldest runtime the app has to run on: the stand-in of machines that cannot download the official
// Electron (docs/decisions). Newer syntax is lowered to it; newer functions are kept out by `lib` in
// tsconfig.base.json. electron-vite's own default would be the newest Electron it knows.
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

// The test flavour, when packaged, may be driven by tests. It is fixed here, at build time: nothing that
// is shipped can be talked into it.
const define = { __TEST_FLAVOUR__: JSON.stringify(process.env.KELVIN_SECRETS_FLAVOUR === 'test') };

export default defineConfig({
  main: {
    define,
    plugins: [bundledPackages('main')],
    build: {
      target: NODE_TARGET,
      // `dependencies` holds the native database module alone; every pure-JS package is bundled.
      externalizeDeps: true,
      rolldownOptions: { input: { index: resolve('src/main/index.ts') } },
    },
  },
  preload: {
    define,
    plugins: [bundledPackages('preload')],
    build: {
      target: NODE_TARGET,
      externalizeDeps: false, // a sandboxed preload script can load nothing beside itself
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    define,
    // The renderer's root is src/renderer, where the plugin would not find the configuration by itself.
    plugins: [svelte({ configFile: resolve('svelte.config.js') }), bundledPackages('renderer')],
    build: {
      target: CHROME_TARGET,
      minify: true,
      cssMinify: true,
      assetsInlineLimit: 0, // the content security policy allows no data: URLs
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
});
