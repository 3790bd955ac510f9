import type { EntryView } from '../entry.ts';

/** Above the codes of an entry, one click away from its sentences. */
export const entryCodesWords = {
  title: 'Technical details',
  copy: 'Copy',
  copied: 'The technical details are on the clipboard',
} as const;

/**
 * An entry in codes, for whoever helps: no name, no account, no value, and not the platform's own words, which may hold
 * any of them. Times are in UTC, so that they can be laid beside a log.
 */
export function entryCodes(entry: EntryView): readonly (readonly [label: string, code: string])[] {
  const { state } = entry;
  const lines: (readonly [string, string])[] = [
    ['entry', entry.id],
    ['intent', entry.intent],
    ['state', state.kind],
  ];
  switch (state.kind) {
    case 'waiting':
      if (state.nextTryAt !== null) lines.push(['next try', utc(state.nextTryAt)]);
      break;
    case 'sending':
      lines.push(['attempt', String(state.attempt)], ['started', utc(state.startedAt)]);
      break;
    case 'uncertain':
      lines.push(['sent', utc(state.sentAt)]);
      break;
    case 'needs-attention':
      lines.push(['reason', state.reason.kind]);
      if (state.reason.kind === 'refused') lines.push(['http status', String(state.reason.status)]);
      if (state.reason.kind === 'cannot-tell') lines.push(['because', state.reason.because]);
      lines.push(['since', utc(state.since)]);
      break;
    case 'delivered':
      lines.push(['proof', state.proof], ['at', utc(state.at)]);
      break;
    case 'discarded':
      lines.push(['at', utc(state.at)]);
  }
  lines.push(['attempts', String(entry.attempts)]);
  if (entry.lastOutcome !== null) lines.push(['last outcome', entry.lastOutcome]);
  if (entry.heldAt !== null) lines.push(['on hold since', utc(entry.heldAt)]);
  if (entry.behindAnother) lines.push(['behind another', 'yes']);
  lines.push(['added', utc(entry.addedAt)]);
  return lines;
}

export function entryCodesText(entry: EntryView): string {
  return entryCodes(entry).map(([label, code]) => `${label}: ${code}\n`).join('');
}

function utc(at: number): string {
  return new Date(at).toISOString();
}
