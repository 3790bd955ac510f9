import { createContext } from 'svelte';

export type Sheet = 'about' | 'report';

/**
 * What can be asked for in whatever state the app is, locked and in trouble too: it stands above everything, and shows
 * nothing that a lock keeps.
 */
export class Sheets {
  open = $state.raw<Sheet | null>(null);

  show(sheet: Sheet): void {
    this.open = sheet;
  }

  close(): void {
    this.open = null;
  }
}

export const [getSheets, setSheets] = createContext<Sheets>();
