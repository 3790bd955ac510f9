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
  const current = auth.account(environmentId)?.id ?? null;
  const line = { own: 0, unclaimed: 0, foreign: 0 };
  for (const [accountId, count] of outbox.rows.inLineByAccount(environmentId)) {
    line[accountId === null ? 'unclaimed' : accountId === current ? 'own' : 'foreign'] += count;
  }
  return line;
}

/** What a sign-in of who was here last would send, or ask about. */
export function forSignIn(
  { outbox, auth }: Pick<InLineParts, 'outbox'> & { readonly auth: Pick<OpenProfile['auth'], 'lastAccount'> },
  environmentId: EnvironmentId,
): number {
  const last = auth.lastAccount(environmentId)?.id ?? null;
  const inLine = outbox.rows.inLineByAccount(environmentId);
  return (inLine.get(null) ?? 0) + (last === null ? 0 : (inLine.get(last) ?? 0));
}
