import type { z } from 'zod';
import type { Accounts } from '../accounts.ts';
import type { Clock } from '../clock.ts';
import type { FaultRules } from '../faults/rules.ts';
import type { Waiting } from '../faults/waiting.ts';
import type { Fingerprint } from '../hmac.ts';
import type { Sessions } from '../identity/sessions.ts';
import type { Journal } from '../journal.ts';
import type { Listener } from '../listener.ts';
import type { Secrets } from '../secrets-api/secrets.ts';
import { isRefusal, parseOr } from './refusal.ts';

/** The sandbox's insides that the control port reads and turns. */
export interface ControlParts {
  origin: string;
  accounts: Accounts;
  clock: Clock;
  fingerprint: Fingerprint;
  journal: Journal;
  listener: Listener;
  rules: FaultRules;
  secrets: Secrets;
  sessions: Sessions;
  waiting: Waiting;
}

export interface Input {
  /** The variable piece of the path. */
  argument: string;
  query: URLSearchParams;
  body: unknown;
}

/** Does what a route is for; its result is the answer's JSON, or a refusal. */
export type Run = (parts: ControlParts, input: Input) => unknown;

/** A route whose body has to fit a schema; what does not fit is refused before `run` sees it. */
export function taking<Schema extends z.ZodType>(
  schema: Schema,
  run: (parts: ControlParts, body: z.output<Schema>, input: Input) => unknown,
): Run {
  return (parts, input) => {
    const body = parseOr(schema, input.body);
    return isRefusal(body) ? body : run(parts, body, input);
  };
}
