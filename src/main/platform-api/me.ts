import { z } from 'zod';
import type { Exchange } from '../system/network-port.ts';
import { parseJson } from './answers.ts';
import type { MeOutcome } from './platform-api.ts';

const meSchema = z.object({
  username: z.string().catch(''),
  email: z.string().catch(''),
  permissions: z.array(z.string()).nullable().catch(null),
});

/** The names by which `/users/me` knows the account; `unknown` for whatever else comes. */
export function meOutcome(exchange: Exchange): MeOutcome {
  if (exchange.kind === 'answer' && exchange.status === 401) return { kind: 'refused' };
  if (exchange.kind !== 'answer' || exchange.status !== 200) return { kind: 'unknown' };
  const me = meSchema.safeParse(parseJson(exchange.body)).data;
  if (me === undefined) return { kind: 'unknown' };
  const names = [...new Set([me.username, me.email])].filter((name) => name !== '');
  return names.length === 0 ? { kind: 'unknown' } : { kind: 'me', names, permissions: me.permissions };
}
