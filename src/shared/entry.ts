import type { EnvironmentId } from './environment.ts';

export type EntryId = string & { readonly brand: 'EntryId' };

/** What an entry wants to happen on the platform. */
export type Intent = 'create' | 'replace' | 'delete';

/** What the platform shows of a secret: never its value. Times are the platform's own text (RFC 3339, µs). */
export interface Sighting {
  readonly created: string | null;
  readonly createdBy: string | null;
  readonly updated: string | null;
  readonly updatedBy: string | null;
}

/** What a person saw of a secret when they decided to replace or delete it: the condition under which it is sent. */
export type SeenSecret = Pick<Sighting, 'created' | 'updated' | 'updatedBy'>;

/** Why an entry will not go on without the person. Each has its choices in `choicesFor`. */
export type AttentionReason =
  /** A create met a secret of this name that is not ours. */
  | { readonly kind: 'conflict'; readonly found: Sighting }
  /** It may or may not be done, and the platform cannot say: 409 without a listed secret, a list that is refused,
   *  or a secret whose creator or times prove nothing. */
  | { readonly kind: 'cannot-tell'; readonly because: 'not-listed' | 'list-refused' | 'no-proof'; readonly found: Sighting | null }
  /** A replace or delete found that somebody changed the secret since the person decided. */
  | { readonly kind: 'changed-meanwhile'; readonly found: Sighting }
  /** A replace found nothing to replace. */
  | { readonly kind: 'gone' }
  /** 400, 413, 422: in the platform's own words, scrubbed of the value. */
  | { readonly kind: 'refused'; readonly status: number; readonly platformWords: string | null }
  /** 403: the account may not do this. */
  | { readonly kind: 'forbidden'; readonly platformWords: string | null }
  /** 404 or 405 on the endpoint while the list works. */
  | { readonly kind: 'no-such-function' }
  /** The disk gave back another value than it was given; it is not sent. */
  | { readonly kind: 'value-damaged' };

/** What the person can choose for an entry that needs attention. */
export type AttentionChoice =
  /** Send it again as it is (a conflict: "keep waiting" is this, after the other one was deleted). */
  | 'try-again'
  /** Another name for ours; the old name may already exist if it was ever sent. */
  | 'rename'
  /** Turn ours into a replace of what is there, with what was seen as the condition. */
  | 'replace-there'
  /** The person knows that it is theirs: delivered, confirmed by the user. */
  | 'it-is-the-one'
  /** A replace whose secret is gone becomes a create. */
  | 'create-instead'
  /** Where a platform cannot replace: a delete, and behind it a create with the value. Between them there is no secret. */
  | 'delete-and-create'
  | 'change-value'
  | 'discard';

/** No dead end: every reason has a way on besides discarding (design §3). */
export function choicesFor(intent: Intent, reason: AttentionReason): readonly AttentionChoice[] {
  switch (reason.kind) {
    case 'conflict':
      return ['rename', 'replace-there', 'try-again', 'it-is-the-one', 'discard'];
    case 'cannot-tell':
      if (intent === 'delete') return ['try-again', 'it-is-the-one', 'discard'];
      if (intent === 'replace') return ['try-again', 'it-is-the-one', 'change-value', 'discard'];
      return reason.found === null
        ? ['try-again', 'it-is-the-one', 'rename', 'discard']
        : ['try-again', 'it-is-the-one', 'rename', 'replace-there', 'discard'];
    case 'changed-meanwhile':
      return ['replace-there', 'it-is-the-one', 'discard'];
    case 'gone':
      return ['create-instead', 'discard'];
    case 'refused':
      if (intent === 'delete') return ['try-again', 'discard'];
      return intent === 'create'
        ? ['change-value', 'rename', 'try-again', 'discard']
        : ['change-value', 'try-again', 'discard'];
    case 'no-such-function':
      return intent === 'replace' ? ['delete-and-create', 'try-again', 'discard'] : ['try-again', 'discard'];
    case 'forbidden':
      return ['try-again', 'discard'];
    case 'value-damaged':
      return ['change-value', 'discard'];
  }
}

/** How a delivery is known. */
export type Proof = 'answer' | 'read-back' | 'person';

/** Where an entry is. Times are wall clock, ms since 1970. */
export type EntryState =
  /** `nextTryAt` null: as soon as the environment's gate is open. */
  | { readonly kind: 'waiting'; readonly nextTryAt: number | null }
  | { readonly kind: 'sending'; readonly attempt: number; readonly startedAt: number }
  /** Sent, answer unknown. It is read back before anything is sent again. */
  | { readonly kind: 'uncertain'; readonly sentAt: number; readonly nextLookAt: number | null }
  | { readonly kind: 'needs-attention'; readonly reason: AttentionReason; readonly since: number }
  | { readonly kind: 'delivered'; readonly proof: Proof; readonly at: number }
  | { readonly kind: 'discarded'; readonly at: number };

export type EntryStateKind = EntryState['kind'];

/** Whose entry it is, seen from who is signed in to its environment now. */
export type EntryOwner =
  | { readonly kind: 'me' }
  /** Added before anybody ever signed in to this environment; asked about at the first sign-in. */
  | { readonly kind: 'nobody-yet' }
  /** Added by this account. `signedIn` false: nobody is signed in now; true: somebody else is. */
  | { readonly kind: 'account'; readonly account: string; readonly somebodyElseIsSignedIn: boolean };

/** What ended the last attempt, for the row's words ("Attempt 1 found no network"). */
export type LastOutcome =
  | 'no-network'
  | 'answer-lost'
  /** 409: something of this name is there; whose it is, is being looked up. */
  | 'name-is-there'
  | 'signed-out'
  | 'throttled'
  | 'not-there-after-all'
  | 'certificate'
  | 'server-trouble'
  | 'app-was-stopped';

/** One entry as screens see it. It never carries a value, only its measure. */
export interface EntryView {
  readonly id: EntryId;
  readonly environmentId: EnvironmentId;
  readonly intent: Intent;
  readonly name: string;
  readonly state: EntryState;
  readonly owner: EntryOwner;
  readonly heldAt: number | null;
  readonly addedAt: number;
  /** How many attempts were made. 0: the value can be changed in place, and no other name can exist yet. */
  readonly attempts: number;
  readonly lastOutcome: LastOutcome | null;
  /** The value's measure; null for a delete. */
  readonly valueBytes: number | null;
  readonly valueLines: number | null;
  /** True while another entry for the same name stands before it. */
  readonly behindAnother: boolean;
  /** As whom it was delivered. */
  readonly deliveredAs: string | null;
}
