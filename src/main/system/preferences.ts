import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { densities, themes, type Density, type Theme } from '../../shared/desktop.ts';

export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximised: boolean;
}

/** What the app remembers for convenience. Losing it loses nothing that matters, so nothing that matters is here. */
export interface Remembered {
  window?: WindowPlace;
  chosenEnvironment?: string;
  lockAfterMinutes?: number;
  lockWithSystem?: boolean;
  sendWhileLocked?: boolean;
  /** Where the browser comes back to after a sign-in. */
  redirectPort?: number;
  theme?: Theme;
  density?: Density;
  closeToTray?: boolean;
  notify?: boolean;
}

export interface Preferences {
  /** Null where it was never set, or cannot be read. */
  get<F extends keyof Remembered>(field: F): Required<Remembered>[F] | null;
  /** Written at once. A disk that does not take it costs nothing but the memory. */
  set<F extends keyof Remembered>(field: F, value: Required<Remembered>[F]): void;
}

const whole = { type: 'integer', minimum: -100_000, maximum: 100_000 } as const;
const extent = { ...whole, minimum: 1 } as const;

/** How the file is kept: checked against a schema, never emptied by the library, readable by this person alone. */
export const storeOptions = {
  schema: {
    window: {
      type: 'object',
      properties: { x: whole, y: whole, width: extent, height: extent, maximised: { type: 'boolean' } },
      required: ['x', 'y', 'width', 'height', 'maximised'],
    },
    chosenEnvironment: { type: 'string', maxLength: 64 },
    lockAfterMinutes: { type: 'integer', minimum: 0, maximum: 24 * 60 },
    lockWithSystem: { type: 'boolean' },
    sendWhileLocked: { type: 'boolean' },
    redirectPort: { type: 'integer', minimum: 1024, maximum: 65_535 },
    theme: { enum: themes },
    density: { enum: densities },
    closeToTray: { type: 'boolean' },
    notify: { type: 'boolean' },
  },
  // The schema above is checked by a test. Checking it against the schema of schemas at each start would keep the
  // window waiting: compiling that one costs more than all the rest of what stands before the window.
  ajvOptions: { validateSchema: false },
  clearInvalidConfig: false,
  configFileMode: 0o600,
} as const;

/** What this needs of a store of preferences; electron-store and its base both are one. */
export interface Store {
  get<F extends keyof Remembered>(field: F): Remembered[F];
  set<F extends keyof Remembered>(field: F, value: Required<Remembered>[F]): void;
}

/**
 * Opens `preferences.json` in the folder. One that cannot be read never stops the app: it is set aside under a
 * dated name and the app starts without; where even that fails, it remembers until it ends.
 *
 * @param openStore opens the store, and throws when the file is not what its schema says
 */
export function openPreferences(folder: string, openStore: (folder: string) => Store, onUnreadable: () => void): Preferences {
  const store = openOrSetAside(folder, openStore, onUnreadable);
  const unwritten: Remembered = {};
  return {
    get<F extends keyof Remembered>(field: F) {
      const value = unwritten[field] ?? store?.get(field);
      return (value as Required<Remembered>[F] | undefined) ?? null;
    },
    set(field, value) {
      try {
        if (store === null) throw new Error('There is no store');
        if (JSON.stringify(store.get(field)) !== JSON.stringify(value)) store.set(field, value);
        delete unwritten[field];
      } catch {
        // It stands for this run.
        unwritten[field] = value;
      }
    },
  };
}

function openOrSetAside(folder: string, openStore: (folder: string) => Store, onUnreadable: () => void): Store | null {
  try {
    return openStore(folder);
  } catch {
    onUnreadable();
  }
  try {
    const file = join(folder, 'preferences.json');
    renameSync(file, `${file}.quarantine-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`);
    return openStore(folder);
  } catch {
    return null;
  }
}
