import type { StartTrouble } from '../../shared/app-state.ts';
import type { OpenedDatabase } from './database.ts';

/** How the person is told that the database did not open. */
export function troubleOf(kind: Exclude<OpenedDatabase['kind'], 'open'>): StartTrouble {
  switch (kind) {
    // The key was checked against the key file already, so it is the database that does not belong to it.
    case 'wrong-key':
    case 'unreadable':
      return 'database-unreadable';
    case 'newer-version':
      return 'database-from-newer-version';
    case 'disk-full':
      return 'disk-full';
    case 'not-writable':
      return 'profile-not-writable';
    case 'in-use':
      return 'unexpected';
  }
}
