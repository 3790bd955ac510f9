import { inLine, needsPerson, type Overview } from '../../shared/overview.ts';

/** The number on the tray's icon; its colour tells whether somebody is needed. */
export interface TrayMark {
  readonly tone: 'waits' | 'needs';
  readonly count: number;
}

/** What needs a person, else what is in the outbox; null where that is nothing, or nothing may be told. */
export function trayMark(overview: Overview): TrayMark | null {
  if (overview.kind === 'closed') return null;
  const needed = needsPerson(overview);
  if (needed > 0) return { tone: 'needs', count: needed };
  const count = inLine(overview) + overview.counts.held;
  return count > 0 ? { tone: 'waits', count } : null;
}

/** The picture in `resources/icons/tray` with this mark; there is one for each count up to nine, and one for more. */
export function markedPicture(size: 16 | 22, mark: TrayMark | null): string {
  if (mark === null) return `panel-${String(size)}.png`;
  return `${mark.tone}-${mark.count > 9 ? 'more' : String(mark.count)}-${String(size)}.png`;
}
