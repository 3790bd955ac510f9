import type { CertificateTrouble, NoAnswerReason } from '../../shared/environment.ts';
import type { TokenAnswer } from '../auth/access.ts';
import type { ListOutcome } from '../platform-api/platform-api.ts';

/** What an exchange tells about the whole environment: the food of its gate. */
export type News =
  /** An authenticated answer of the expected shape came. */
  | { readonly kind: 'reached' }
  /** Says nothing about the environment. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'no-answer'; readonly reason: NoAnswerReason }
  | { readonly kind: 'certificate'; readonly trouble: CertificateTrouble }
  | { readonly kind: 'throttled'; readonly ms: number }
  | { readonly kind: 'not-kelvin' }
  /** 401: the token must be renewed before it is known whether the session ended. */
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'sign-in'; readonly because: 'never-signed-in' | 'expired' | 'signed-out' };

export const nothing: News = { kind: 'nothing' };
export const reached: News = { kind: 'reached' };

/** What reading a list (or probing) tells. A list that may not be read is an authenticated answer all the same. */
export function newsOfList(outcome: ListOutcome): News {
  switch (outcome.kind) {
    case 'list':
    case 'forbidden':
      return reached;
    case 'unauthorized':
      return { kind: 'unauthorized' };
    case 'throttled':
      return { kind: 'throttled', ms: outcome.retryAfterMs };
    case 'certificate':
      return { kind: 'certificate', trouble: outcome.trouble };
    case 'no-answer':
      return { kind: 'no-answer', reason: outcome.reason };
    case 'not-kelvin':
      return outcome.page ? { kind: 'no-answer', reason: 'captive-portal' } : { kind: 'not-kelvin' };
    case 'server-error':
      return { kind: 'no-answer', reason: 'server-trouble' };
  }
}

/** What the lack of a token tells. */
export function newsOfToken(answer: Exclude<TokenAnswer, { readonly kind: 'token' }>): News {
  if (answer.kind === 'sign-in') return { kind: 'sign-in', because: answer.because };
  return answer.certificate === undefined
    ? { kind: 'no-answer', reason: answer.reason }
    : { kind: 'certificate', trouble: answer.certificate };
}
