import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface NoticesPlace {
  readonly packaged: boolean;
  readonly platform: NodeJS.Platform;
  /** The project's folder, in an unpackaged run. */
  readonly appPath: string;
  readonly executable: string;
}

/** For who makes the app; nobody else can run that. */
const howItIsMade = /^Made by `npm run notices`[^.]*\.\s+/m;

/** The licences of everything that ships with the app, which the package lays beside it; null where they are not there. */
export function readNotices(place: NoticesPlace): string | null {
  try {
    return readFileSync(join(folderOf(place), 'THIRD-PARTY-NOTICES.txt'), 'utf8').replace(howItIsMade, '');
  } catch {
    return null;
  }
}

/** On macOS the executable lies one folder deeper than what is laid beside it. */
function folderOf({ packaged, platform, appPath, executable }: NoticesPlace): string {
  if (!packaged) return appPath;
  return platform === 'darwin' ? dirname(dirname(executable)) : dirname(executable);
}
