import type { AttentionReason, SeenSecret, Sighting } from '../../../src/shared/entry.ts';
import { clockSkewMs, lateCommitMs } from '../../../src/main/sync/proof.ts';
import type { Known, Ledger, Send } from './ledger.ts';
import type { Line } from './platform.ts';
import { demand } from './violation.ts';

/** An entry asks the person only for a reason that is true: what the app heard says so, and nobody could know better. */
export function reasonIsTrue(ledger: Ledger, known: Known, reason: AttentionReason): void {
  const last = known.sends.at(-1);
  const look = ledger.looks.get(known.name);
  const says = `${known.tag} needs attention (${JSON.stringify(reason)})`;
  switch (reason.kind) {
    case 'conflict':
      demand(isFound(look?.found, reason.found), `${says}, but the last look showed ${JSON.stringify(look?.found)}`);
      return isNotProvablyOurs(ledger, known, ledger.births.get(reason.found.created ?? ''), reason.found, says);
    case 'changed-meanwhile':
      demand(isFound(look?.found, reason.found), `${says}, but the last look showed ${JSON.stringify(look?.found)}`);
      demand(!isAsSeen(reason.found, known.seen), `${says}, but it is as the person saw it`);
      if (known.intent === 'delete') return;
      return isNotProvablyOurs(ledger, known, ledger.touches.get(reason.found.updated ?? ''), reason.found, says);
    case 'gone':
      demand(look?.found === null, `${says}, but the last look showed ${JSON.stringify(look?.found)}`);
      return;
    case 'cannot-tell':
      if (reason.because === 'list-refused') {
        demand((ledger.listRefusedAt.get(known.name) ?? -1) >= (last?.issuedAt ?? 0), `${says}, but no list was refused`);
      } else if (reason.because === 'not-listed') {
        demand(last?.verdict === 'exists', `${says}, but the platform never said that the name is taken`);
        demand(look?.found === null, `${says}, but the last look showed ${JSON.stringify(look?.found)}`);
      } else {
        demand(reason.found !== null && isFound(look?.found, reason.found), `${says}, but that was not what was seen`);
        const { created, createdBy, updated, updatedBy } = reason.found;
        demand([created, createdBy, updated, updatedBy].includes(null), `${says}, but who and when are told`);
      }
      return;
    case 'refused':
      demand(last?.status === reason.status, `${says}, but the answer was ${last?.status}`);
      return;
    case 'forbidden':
      demand(last?.status === 403, `${says}, but the answer was ${last?.status}`);
      return;
    case 'value-damaged':
      return demand(false, `${says}, and the disk was never damaged`);
    case 'no-such-function':
      demand(last?.status === 404 || last?.status === 405, `${says}, but the answer was ${last?.status}`);
  }
}

/** What we made ourselves is called somebody else's only where no proof can reach. */
function isNotProvablyOurs(ledger: Ledger, known: Known, line: Line | undefined, found: Sighting, says: string): void {
  const send = known.sends.find((other) => other.commit !== null && other.commit === line);
  if (send === undefined || line === undefined) return;
  const isTouched = send.intent === 'create' && found.updated !== found.created;
  if (isTouched || line.identity !== 'plain' || found.createdBy === null || found.updatedBy === null) return;
  if (learntAnotherName(ledger, known)) return;
  if (send.intent !== known.intent || send.name !== known.name) return;
  if (mayBeAnothers(ledger, known, send.intent, line)) return;
  // Asleep, the clock that an attempt is reckoned by stands still: none ends later than by its time-out.
  const end = Math.min(send.heardAt ?? Number.POSITIVE_INFINITY, send.issuedAt + send.timeoutMs);
  if (line.at > end + lateCommitMs - clockSkewMs) {
    ledger.untellable.late += 1;
    return;
  }
  if (clockWasUncertain(ledger, send) || clockWasNeverTold(ledger, send)) {
    ledger.untellable.clock += 1;
    return;
  }
  demand(false, `${says}, but it is what it sent itself ${line.at - send.issuedAt} ms after the start of its attempt`);
}

/** The platform answered under another name for this account before, and the app holds that one for it. */
function learntAnotherName(ledger: Ledger, { accountId }: Known): boolean {
  return [...ledger.sends.values()].some(
    (send) => send.verdict === 'done' && send.commit?.identity === 'unknown-kind' && send.known.accountId === accountId,
  );
}

/** Another entry of ours was sent under this name at that time: whose it is, nobody can tell (sync/proof.ts). */
function mayBeAnothers(ledger: Ledger, known: Known, intent: Known['intent'], line: Line): boolean {
  return [...ledger.sends.values()].some((other) => {
    if (other.known === known || other.intent !== intent || other.name !== line.name) return false;
    // When it was, by the platform's clock, was not known.
    if (!other.knewClock) return true;
    if (intent !== 'create') return false;
    const end = (other.heardAt ?? other.issuedAt + other.timeoutMs) + lateCommitMs + 2 * clockSkewMs;
    return line.at >= other.issuedAt - 2 * clockSkewMs && line.at <= end;
  });
}

/** The platform's clock moved since it was last heard, or ours did while the platform's was not known at all. */
export function clockWasUncertain(ledger: Ledger, send: Send): boolean {
  const since = send.knewClock ? send.clockHeardAt : send.issuedAt;
  if (ledger.platformClockSet.some((at) => at >= since)) return true;
  return !send.knewClock && ledger.wallSet.some((at) => at >= send.issuedAt);
}

/** No exchange since the attempt began told the platform's clock, and it was looked for one more than once. */
function clockWasNeverTold(ledger: Ledger, send: Send): boolean {
  const looks = (ledger.sightings.get(send.name) ?? []).filter(({ at }) => at >= send.issuedAt);
  return !send.knewClock && ledger.clockHeardAt < send.issuedAt && looks.length > 1;
}

function isFound(found: Sighting | null | undefined, told: Sighting): boolean {
  if (found === null || found === undefined) return false;
  return (
    found.created === told.created && found.createdBy === told.createdBy &&
    found.updated === told.updated && found.updatedBy === told.updatedBy
  );
}

function isAsSeen(found: Sighting, seen: SeenSecret | null): boolean {
  return seen !== null && found.created === seen.created && found.updated === seen.updated && found.updatedBy === seen.updatedBy;
}
