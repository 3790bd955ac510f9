// Packages the app with electron-builder: electron-builder.yml, plus what depends on this machine.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from '../setup/command.mjs';
import { devFolder, modules, node24, root } from '../setup/places.mjs';
import { say, step } from '../setup/progress.mjs';
import { PREBUILD_NAPI } from '../setup/node24.mjs';
import { build } from './build.mjs';

const PRODUCT = { real: 'Kelvin Secrets', test: 'Kelvin Secrets Test' };

/**
 * Builds and packages the app for this system.
 * @param {import('../setup.mjs').Runtime} runtime
 * @param {'real' | 'test'} options.flavour  the test flavour has its own name, its own profile and an open
 *   debugger, so that tests can drive it; nothing else differs
 * @param {boolean} [options.installers]  installers instead of a folder; refused on the stand-in runtime
 * @param {string[]} [options.more]  further electron-builder options
 * @returns {Promise<string>} the packaged executable
 */
export async function packageApp(runtime, { flavour, installers = false, more = [] }) {
  if (installers && runtime.runtime === 'stand-in') {
    throw new Error('Installers are made with the official Electron only; here is the stand-in runtime.');
  }
  await build(flavour);
  const config = join(devFolder, `electron-builder-${flavour}.json`);
  mkdirSync(devFolder, { recursive: true });
  writeFileSync(config, JSON.stringify(configFor(runtime, flavour), null, 2));
  const builder = join(modules, 'electron-builder/cli.js');
  const args = [builder, '--config', config, ...(installers ? [] : ['--dir']), '--publish', 'never', ...more];
  const title = `Packaging ${PRODUCT[flavour]}`;
  await step(title, () => runLogged(title, node24, args, { cwd: root }));
  if (runtime.runtime === 'stand-in') {
    say('Packaged with the stand-in runtime: for tests on this machine, not to be shipped.');
  }
  return executable(flavour);
}

function configFor(runtime, flavour) {
  const config = {
    extends: join(root, 'electron-builder.yml'),
    electronVersion: runtime.electronVersion,
    electronDist: runtime.distPath, // the one that set-up found: nothing is downloaded again
  };
  if (runtime.napi < PREBUILD_NAPI) {
    config.extraResources = [
      { from: runtime.nativeBinding, to: `native/better_sqlite3-napi${runtime.napi}.node` },
    ];
  }
  if (flavour === 'test') {
    config.appId = 'app.kelvin-secrets.test';
    config.productName = PRODUCT.test;
    config.extraMetadata = { name: 'kelvin-secrets-test', productName: PRODUCT.test };
    config.linux = { executableName: 'kelvin-secrets-test' };
    config.directories = { output: join(root, 'dist/test') };
    config.electronFuses = { enableNodeCliInspectArguments: true };
  }
  return config;
}

function executable(flavour) {
  const dist = join(root, flavour === 'test' ? 'dist/test' : 'dist');
  const product = PRODUCT[flavour];
  const inside = {
    linux: flavour === 'test' ? 'kelvin-secrets-test' : 'kelvin-secrets',
    win32: `${product}.exe`,
    darwin: `${product}.app/Contents/MacOS/${product}`,
  }[process.platform];
  const folder = readdirSync(dist).find((name) => existsSync(join(dist, name, inside)));
  if (!folder) throw new Error(`electron-builder left no ${inside} below ${dist}.`);
  return join(dist, folder, inside);
}
