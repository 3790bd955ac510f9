import type { EnvironmentId } from '../../shared/environment.ts';
import type { OpenProfile } from '../ipc/handlers.ts';

/** What waits or is uncertain in an environment and is not on hold, by whose it is. */
export interface InLine {
  /** Of the account that is signed in, or whose session expired. */
  readonly own: number;
  /** Of nobody yet: it waits for somebody to say "send these as me". */
  readonly unclaimed: number;
  /** Of other accounts. */
  readonly foreign: number;
}

export type InLineParts = {
  readonly outbox: { readonly rows: Pick<OpenProfile['outbox']['rows'], 'inLineByAccount'> };
  readonly auth: Pick<OpenProfile['auth'], 'account'>;
};

export function inLineOf({ outbox, auth }: InLineParts, environmentId: EnvironmentId): InLine {
  return lineFor(auth.account(environmentId)?.id ?? null, outbox, environmentId);
}

/** What a sign-in of who was here last would send, or ask about. */
export function forSignIn(
  { outbox, auth }: Pick<InLineParts, 'outbox'> & { readonly auth: Pick<OpenProfile['auth'], 'lastAccount'> },
  environmentId: EnvironmentId,
): number {
  const { own, unclaimed } = lineFor(auth.lastAccount(environmentId)?.id ?? null, outbox, environmentId);
  return own + unclaimed;
}

function lineFor(ownId: number | null, { rows }: InLineParts['outbox'], environmentId: EnvironmentId): InLine {
  const line = { own: 0, unclaimed: 0, foreign: 0 };
  for (const [accountId, count] of rows.inLineByAccount(environmentId)) {
    line[accountId === null ? 'unclaimed' : accountId === ownId ? 'own' : 'foreign'] += count;
  }
  return line;
}
