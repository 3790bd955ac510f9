import { join } from 'node:path';

/** The first Node-API version that the prebuilt modules of the database package run on (older ones crash). */
const prebuiltNapi = 10;

export interface Runtime {
  readonly packaged: boolean;
  /** The app's folder: the checkout when unpackaged, …/resources/app.asar when packaged. */
  readonly appPath: string;
  readonly resourcesPath: string;
  readonly napi: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Where the native database module lies. It is always passed to the loader, whose own search calls
 * `process.report.getReport()`: that does reverse DNS and can freeze an offline laptop for minutes.
 */
export function nativeBinding({ packaged, appPath, resourcesPath, napi, env }: Runtime): string {
  if (!packaged) {
    // The environment is believed in development only: in the shipped app it would let anybody load code.
    return env['KELVIN_SECRETS_NATIVE_BINDING'] ?? prebuiltModule(join(appPath, 'node_modules/better-sqlite3'));
  }
  if (napi < prebuiltNapi) return join(resourcesPath, `native/better_sqlite3-napi${napi}.node`);
  return prebuiltModule(join(resourcesPath, 'app.asar.unpacked/node_modules/better-sqlite3'));
}

/** The prebuilt module of this system inside the database package. Linux means glibc, as Electron needs it. */
export function prebuiltModule(packageFolder: string): string {
  return join(packageFolder, 'prebuilds', `${process.platform}-${process.arch}.node`);
}
