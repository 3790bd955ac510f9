import type { Database } from 'better-sqlite3';
import type { Incident, IncidentFacts } from '../../shared/incident.ts';

/** Remembers what happened to the data on this computer until the person has read it, across restarts. */
export interface Incidents {
  record(facts: IncidentFacts, at: number, setAside: readonly string[]): void;
  /** Names the files of a salvage that was recorded before they were set aside. */
  nameSetAside(setAside: readonly string[]): void;
  /** Newest first. */
  unread(): readonly Incident[];
  markRead(id: number, at: number): void;
}

interface Row {
  readonly id: number;
  readonly at: number;
  readonly set_aside: string;
  readonly facts: string;
}

export function createIncidents(db: Database): Incidents {
  const insert = db.prepare('INSERT INTO incidents (at, kind, set_aside, facts) VALUES (?, ?, ?, ?)');
  const unread = db.prepare<[], Row>('SELECT * FROM incidents WHERE read_at IS NULL ORDER BY id DESC');
  const markRead = db.prepare('UPDATE incidents SET read_at = ? WHERE id = ?');
  const name = db.prepare(`UPDATE incidents SET set_aside = ? WHERE kind = 'salvaged' AND set_aside = '[]'`);

  return {
    record: (facts, at, setAside) => {
      insert.run(at, facts.kind, JSON.stringify(setAside), JSON.stringify(facts));
    },
    nameSetAside: (setAside) => {
      name.run(JSON.stringify(setAside));
    },
    unread: () =>
      unread.all().map((row) => ({
        ...(JSON.parse(row.facts) as IncidentFacts),
        id: row.id,
        at: row.at,
        setAside: JSON.parse(row.set_aside) as string[],
      })),
    markRead: (id, at) => {
      markRead.run(at, id);
    },
  };
}
