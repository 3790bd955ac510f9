import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nativeBinding } from './native-binding.ts';

const prebuilt = join('node_modules/better-sqlite3/prebuilds', `${process.platform}-${process.arch}.node`);
const packaged = { packaged: true, appPath: '/app/app.asar', resourcesPath: '/app', napi: 10, env: {} };

test('unpackaged it is the prebuilt module of the checkout, or the one that set-up names', () => {
  const unpackaged = { ...packaged, packaged: false, appPath: '/checkout' };
  expect(nativeBinding(unpackaged)).toBe(join('/checkout', prebuilt));
  expect(nativeBinding({ ...unpackaged, env: { KELVIN_SECRETS_NATIVE_BINDING: '/built.node' } })).toBe('/built.node');
});

test('packaged it lies outside the archive, and no variable leads elsewhere', () => {
  const inside = join('/app/app.asar.unpacked', prebuilt);
  expect(nativeBinding({ ...packaged, env: { KELVIN_SECRETS_NATIVE_BINDING: '/evil.node' } })).toBe(inside);
});

test('a runtime too old for the prebuilt module has one built for it', () => {
  expect(nativeBinding({ ...packaged, napi: 9 })).toBe(join('/app', 'native/better_sqlite3-napi9.node'));
});
