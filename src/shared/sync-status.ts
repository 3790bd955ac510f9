import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from './environment.ts';

/** What holds a whole environment back. Reasons of a single entry are `AttentionReason`. Times: wall clock ms. */
export type Gate =
  /** An authenticated answer of the expected shape came from the configured origin. */
  | { readonly kind: 'open' }
  /** Nothing was tried yet since the start, a wake or a sign-in. */
  | { readonly kind: 'unproven' }
  | { readonly kind: 'offline'; readonly because: NoAnswerReason; readonly since: number; readonly nextProbeAt: number | null }
  | { readonly kind: 'sign-in'; readonly because: 'never-signed-in' | 'expired' | 'signed-out' }
  /** 429, or 503 with Retry-After. */
  | { readonly kind: 'throttled'; readonly until: number }
  | { readonly kind: 'certificate'; readonly trouble: CertificateTrouble }
  /** The list is gone too: this address is no Kelvin platform any more. */
  | { readonly kind: 'not-kelvin' };

/** What keeps this computer from recording what it sends; nothing is sent that cannot be recorded first. */
export type Obstacle = 'disk-full' | 'disk-trouble' | 'unexpected';

export interface OutboxCounts {
  readonly waiting: number;
  readonly sending: number;
  readonly uncertain: number;
  readonly needsAttention: number;
  /** On hold by the person; not counted in `waiting`. */
  readonly held: number;
}

/** The header's one truth about an environment. */
export interface SyncStatus {
  readonly environmentId: EnvironmentId;
  readonly gate: Gate;
  readonly obstacle: Obstacle | null;
  readonly counts: OutboxCounts;
  /** When an expected answer last came from the platform, null if never. */
  readonly lastExchangeAt: number | null;
  /** Where nobody is signed in: what waits, or is uncertain, that a sign-in of who was here last would send or ask about. */
  readonly forSignIn: number;
  /** Entries that wait for somebody to say "send these as me". */
  readonly unclaimed: number;
  /** Entries of other accounts, which are not sent while somebody else is signed in. */
  readonly foreign: readonly { readonly account: string; readonly count: number }[];
}

/** What still stands in the outbox: everything that is neither delivered nor discarded. */
export function openEntries(counts: OutboxCounts): number {
  return counts.waiting + counts.sending + counts.uncertain + counts.needsAttention + counts.held;
}
