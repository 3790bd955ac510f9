import type { StartTrouble } from '../../shared/app-state.ts';

/**
 * Whether the person may set the files aside and begin anew. Not where a try later helps (a full disk), nor
 * where another build of the app reads them (a newer version's).
 */
export function canStartAfresh(trouble: StartTrouble): boolean {
  switch (trouble) {
    case 'keychain-changed':
    case 'key-file-unreadable':
    case 'key-file-missing':
    case 'database-unreadable':
      return true;
    case 'database-from-newer-version':
    case 'profile-not-writable':
    case 'disk-full':
    case 'unexpected':
      return false;
  }
}
