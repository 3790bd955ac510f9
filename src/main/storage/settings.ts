import type { Database } from 'better-sqlite3';

/** What the person chose for the whole profile, where losing it would do something that they did not want. */
export interface Settings {
  /** Whether the person works offline. True too where the row that says it was lost: then nothing is sent unasked. */
  worksOffline(): boolean;
  /** Commits at once. Throws when the disk does not take it. */
  setWorksOffline(offline: boolean, at: number): void;
}

export function createSettings(db: Database): Settings {
  const read = db.prepare<[], { works_offline: number }>('SELECT works_offline FROM settings WHERE id = 1');
  const write = db.prepare(`
    INSERT INTO settings (id, works_offline, changed_at) VALUES (1, ?, ?)
      ON CONFLICT (id) DO UPDATE SET works_offline = excluded.works_offline, changed_at = excluded.changed_at
  `);
  return {
    worksOffline: () => read.get()?.works_offline !== 0,
    setWorksOffline: (offline, at) => void write.run(offline ? 1 : 0, at),
  };
}
