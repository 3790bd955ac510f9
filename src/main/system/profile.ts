import { join } from 'node:path';

export interface ProfileChoice {
  readonly packaged: boolean;
  readonly testFlavour: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the system keeps programs' data: on Windows the one that roams. */
  readonly appData: string;
  readonly home: string;
}

/**
 * The app's name and its profile folder. Each flavour has its own of both: the name is also what the
 * keychain files its key under, so a development run never meets a real one.
 */
export function chooseProfile(choice: ProfileChoice): { readonly name: string; readonly folder: string } {
  const { packaged, testFlavour, env } = choice;
  const name = !packaged ? 'Kelvin Secrets Development' : testFlavour ? 'Kelvin Secrets Test' : 'Kelvin Secrets';
  const chosen = packaged && !testFlavour ? undefined : env['KELVIN_SECRETS_PROFILE'];
  return { name, folder: chosen ?? join(dataFolder(choice), name) };
}

// Windows carries the roaming folder to other computers, where the keychain cannot open the key; and it
// would lay one person's outbox on two computers at once.
function dataFolder({ platform, env, appData, home }: ProfileChoice): string {
  if (platform !== 'win32') return appData;
  return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
}

/** What lies in a profile. */
export interface ProfileFiles {
  readonly folder: string;
  readonly database: string;
  readonly keyFile: string;
  /** Which entries were acknowledged and not done yet: see receipts.ts. */
  readonly receipts: string;
  readonly logs: string;
}

export function filesOf(folder: string): ProfileFiles {
  return {
    folder,
    database: join(folder, 'secrets.db'),
    keyFile: join(folder, 'data-key.json'),
    receipts: join(folder, 'receipts.txt'),
    logs: join(folder, 'logs'),
  };
}
