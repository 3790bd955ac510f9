import type { NoAnswerReason } from '../../../src/shared/environment.ts';
import type { Operation } from './platform.ts';

/** Where a fault applies. */
export type Where = 'any' | 'list' | 'write' | 'token' | Operation;

/**
 * What can befall one request. `commit` tells whether the platform did what it was asked for all the same.
 * What would make the platform lie (a success of the expected shape without the deed, a refusal with it) is not
 * here: nobody can tell that from the truth.
 */
export type Fault =
  /** It is certain that nothing left this computer. */
  | { readonly kind: 'not-sent'; readonly reason: NoAnswerReason }
  | { readonly kind: 'lost' }
  | { readonly kind: 'answer-lost' }
  | { readonly kind: 'hang'; readonly commit: boolean }
  /** Hangs to the time-out; the platform does it so long after that. */
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'slow'; readonly before: number; readonly after: number }
  | { readonly kind: 'page'; readonly commit: boolean }
  | { readonly kind: 'redirect'; readonly commit: boolean }
  | { readonly kind: 'wrong-shape'; readonly commit: boolean }
  | { readonly kind: 'wrong-name'; readonly commit: boolean }
  | { readonly kind: 'empty'; readonly commit: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly commit: boolean; readonly retryAfter: RetryAfter };

export type RetryAfter = null | { readonly seconds: number; readonly form: 'seconds' | 'date' };

export interface FaultRule {
  readonly fault: Fault;
  readonly where: Where;
  left: number;
}

/** The rules in force, first come first met. */
export class Faults {
  #rules: FaultRule[] = [];

  add(fault: Fault, where: Where, times: number): void {
    this.#rules.push({ fault, where, left: times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault that the next request of this kind meets; it counts. */
  take(kind: Operation | 'list' | 'token'): Fault | null {
    const rule = this.#rules.find(({ where }) => matches(where, kind));
    if (rule === undefined) return null;
    rule.left -= 1;
    if (rule.left <= 0) this.#rules = this.#rules.filter((other) => other !== rule);
    return rule.fault;
  }
}

function matches(where: Where, kind: Operation | 'list' | 'token'): boolean {
  if (where === 'any' || where === kind) return true;
  return where === 'write' && kind !== 'list' && kind !== 'token';
}

/** Statuses by which the platform itself says that it did nothing: with them nothing is committed. */
export const refusingStatuses: readonly number[] = [400, 401, 403, 404, 405, 413, 422, 429];

/** Statuses that leave it open. 409 with a commit is what a re-sent request shows. */
export const openStatuses: readonly number[] = [408, 409, 500, 502, 503, 504];

export function tellFault(fault: Fault): string {
  switch (fault.kind) {
    case 'not-sent':
      return `not sent (${fault.reason})`;
    case 'lost':
      return 'request lost';
    case 'answer-lost':
      return 'done, answer lost';
    case 'late':
      return `no answer, done ${fault.ms / 1000} s after the time-out`;
    case 'slow':
      return `slow: ${fault.before} ms there, ${fault.after} ms back`;
    case 'status': {
      const wait = fault.retryAfter === null ? '' : `, Retry-After ${fault.retryAfter.seconds} s as ${fault.retryAfter.form}`;
      return `${fault.status}${wait}, ${fault.commit ? 'done' : 'not done'}`;
    }
    default:
      return `${fault.kind}, ${fault.commit ? 'done' : 'not done'}`;
  }
}
