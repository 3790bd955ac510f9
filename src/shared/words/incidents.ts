import { assertNever } from '../assert-never.ts';
import type { Incident, LostEntry } from '../incident.ts';
import { counted, secrets, verb } from './counts.ts';
import { atTime } from './times.ts';

export interface IncidentWords {
  readonly fact: string;
  /** What is safe, what is lost and what the person can do. */
  readonly text: string;
}

export const incidentRead = 'I have read it';

/** What happened to the data on this computer: what, since when, what is safe, what is to be done. */
export function incidentWords(incident: Incident, now: number): IncidentWords {
  switch (incident.kind) {
    case 'salvaged':
      return {
        fact: `The outbox on this computer was found damaged ${atTime(incident.at, now)}.`,
        text: join(goesOn(incident.kept), lostValues(incident.lost), kept(incident.setAside)),
      };
    case 'started-afresh':
      return {
        fact: `The app began with an empty outbox ${atTime(incident.at, now)}.`,
        text: join('What waited in the old one is not sent.', kept(incident.setAside)),
      };
    case 'missing':
      return {
        fact: `${counted(incident.count, 'change')} you made ${span(incident, now)} ${verb(incident.count, 'is', 'are')} missing.`,
        text: lostChanges(incident),
      };
    default:
      return assertNever(incident);
  }
}

function lostChanges({ count, gone, onHold }: Extract<Incident, { kind: 'missing' }>): string {
  const [they, them] = count === 1 ? ['It was', 'it'] : ['They were', 'them'];
  const arrived = onHold === 0 ? ' and had not arrived' : '';
  return join(
    `${they} recorded${arrived} when the disk of this computer lost ${them}. What is on the platform is safe.`,
    gone === 0 ? '' : `Look there for what you added, replaced or deleted then, and ${count === 1 ? 'do it again if it' : 'do again what'} did not arrive.`,
    onHold === 0 ? '' : asBefore(onHold, gone > 0 ? 'What else you changed' : count === 1 ? 'What it was about' : 'What they were about'),
  );
}

function asBefore(count: number, what: string): string {
  const it = count === 1 ? 'it' : 'each';
  return `${what} is on hold as it was before, so that nothing older is sent by itself: ${secrets(count)}. ` +
    `Compare ${it} with the platform, then change, release or discard it.`;
}

function goesOn(count: number): string {
  if (count === 0) return 'Nothing that could be read was waiting.';
  return `Everything that could be read goes on: ${secrets(count)}.`;
}

function lostValues(lost: readonly LostEntry[]): string {
  if (lost.length === 0) return '';
  const names = lost.map(({ name, mayBeThere }) => (mayBeThere ? `${name} (may be on the platform)` : name)).join(', ');
  return `The ${lost.length === 1 ? 'value' : 'values'} of ${names} could not be read: add ${lost.length === 1 ? 'it' : 'them'} again.`;
}

function kept(files: readonly string[]): string {
  if (files.length === 0) return 'Nothing was deleted.';
  return `Nothing was deleted: the old ${files.length === 1 ? 'file is' : 'files are'} kept as ${files.join(', ')}.`;
}

function span({ since, until }: { readonly since: number; readonly until: number }, now: number): string {
  const first = atTime(since, now);
  const last = atTime(until, now);
  return first === last ? first : `between ${bare(first)} and ${bare(last)}`;
}

/** "at 14:32" stands without its "at" behind "between". */
function bare(time: string): string {
  return time.replace(/^(at|on) /, '');
}

function join(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
