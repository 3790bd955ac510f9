import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { passphrase } from '../../support/person.ts';
import { dataKeyOf, openGenuine } from '../../support/profile-scan.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { searchOf } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Known } from './ledger.ts';
import type { Play } from './play.ts';
import { clockTime } from './timeline.ts';

/** Everything that is known about the entries that broke, in the order of time. Ends the app. */
export async function tellStory(play: Play, findings: readonly Finding[], since: number): Promise<string> {
  const { world, timeline } = play;
  await world.end('SIGKILL');
  const broken = [...new Set(findings.map(({ known }) => known).filter((known) => known !== null))];
  const about = broken.length > 0 ? broken : [...play.active];
  const names = new Set(about.flatMap((known) => known.names));
  const ids = new Set(about.map(({ id }) => id ?? ''));
  const moments = [...timeline.lines(since), ...(await journalLines(play, names, since)), ...logLines(world.output(), ids, since), ...(await attemptLines(play, ids))];
  return [
    ...findings.map(({ kind, known, words }) => `${kind}: ${known?.label ?? 'the app'}: ${words}`),
    ...about.map(describe),
    ...shortened(moments.sort()),
  ].join('\n');
}

/** How many lines a person reads; what goes round in circles has thousands. */
const linesAtMost = 400;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= linesAtMost) return lines;
  const half = linesAtMost / 2;
  return [...lines.slice(0, half), `… ${String(lines.length - linesAtMost)} lines more …`, ...lines.slice(-half)];
}

function describe({ label, id, intent, names, acknowledged, decisions, restored }: Known): string {
  const decided = decisions.map(({ choice }) => choice).join(', ');
  return `${label}: ${intent} ${names.join(' → ')} (${id ?? 'no id'})${acknowledged ? '' : ', not acknowledged'}${restored ? ', out of a backup' : ''}${decided === '' ? '' : `, decided: ${decided}`}`;
}

async function journalLines({ world }: Play, names: ReadonlySet<string>, since: number): Promise<string[]> {
  const journal = await world.client.journal().catch(() => []);
  const asked = journal
    .filter((entry) => Date.parse(entry.time) >= since)
    .filter((entry) => entry.names.some((name) => names.has(name)) || names.has(searchOf(entry.path) ?? '') || entry.operation === 'token')
    .map(({ time, seq, operation, names: [name = ''], path, committed, status, fault }) => {
      const what = operation === 'list' ? `list ${searchOf(path) ?? ''}` : `${operation} ${name}`;
      return `${clockTime(Date.parse(time))} platform ${String(seq)} ${what}: ${committed ? 'carried out, ' : ''}${String(status ?? 'no answer')}${fault === null ? '' : ` (${fault})`}`;
    });
  const done = world.deeds.filter(({ at, name }) => at >= since && names.has(name)).map(({ at, by, does, name }) => `${clockTime(at)} platform ${by}: ${does} ${name}`);
  return [...asked, ...done];
}

/** The app's own lines: of these entries, and those that are about no entry. */
function logLines(output: string, ids: ReadonlySet<string>, since: number): string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      const { time, at, ...rest } = JSON.parse(line) as { time?: string; at?: string; entry?: string };
      const when = Date.parse(time ?? at ?? '');
      const isTheirs = rest.entry === undefined || ids.has(rest.entry);
      return isTheirs && !(when < since) ? [`${Number.isNaN(when) ? '' : clockTime(when)} app      ${JSON.stringify(rest)}`] : [];
    });
}

async function attemptLines({ world }: Play, ids: ReadonlySet<string>): Promise<string[]> {
  const folder = scratchFolder('story');
  for (const name of ['secrets.db', 'secrets.db-wal']) {
    if (existsSync(join(world.profile, name))) cpSync(join(world.profile, name), join(folder, name));
  }
  try {
    const db = openGenuine(join(folder, 'secrets.db'), await dataKeyOf(world.profile, passphrase));
    const rows = db
      .prepare(`SELECT entries.id AS entry, entries.state, number, attempts.intent, attempts.name, attempts.revision, started_at, ended_at, outcome
        FROM attempts JOIN entries ON entries.sequence = attempts.entry_sequence`)
      .all() as Record<string, string | number | null>[];
    const lines = rows
      .filter(({ entry }) => ids.has(String(entry)))
      .map(({ started_at, entry, ...rest }) => `${clockTime(Number(started_at))} attempt  ${String(entry)} ${JSON.stringify(rest)}`);
    db.close();
    return lines;
  } catch (error) {
    return [`the attempts could not be read: ${error instanceof Error ? error.message : 'unknown'}`];
  }
}
