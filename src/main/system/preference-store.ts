import ElectronStore from 'electron-store';
import { storeOptions } from './preferences.ts';
import type { Remembered, Store } from './preferences.ts';

/** The file `preferences.json` in the folder, kept by electron-store. Throws when it is not what its schema says. */
export function openStore(folder: string): Store {
  return new ElectronStore<Remembered>({ ...storeOptions, cwd: folder, name: 'preferences' });
}
