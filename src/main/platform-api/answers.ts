import { z } from 'zod';
import type { Exchange } from '../system/network-port.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';

export type Answer = Extract<Exchange, { kind: 'answer' }>;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** What the platform may leave out or answer as null is null here; another type counts as left out. */
const optionalText = z.string().nullish().catch(null).transform((text) => text ?? null);

/** One secret as create, update and list answer it (platform page §1.1). Only the name is needed. */
const secretSchema = z
  .object({
    name: z.string().min(1),
    created: optionalText,
    created_by: optionalText,
    updated: optionalText,
    updated_by: optionalText,
  })
  .transform(
    (item): PlatformSecret => ({
      name: item.name,
      created: item.created,
      createdBy: item.created_by,
      updated: item.updated,
      updatedBy: item.updated_by,
    }),
  );

/** A secret, or null for anything that is none. */
export function parseSecret(json: unknown): PlatformSecret | null {
  return secretSchema.safeParse(json).data ?? null;
}

/** The body as JSON, undefined where it is none (JSON itself has no undefined). */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body));
  } catch {
    return undefined;
  }
}

export function isJsonAnswer(answer: Answer): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(answer.headers['content-type']?.trim() ?? '');
}

/** A page for people: what a captive portal or a gateway sends, whatever it calls it. */
export function isPage(answer: Answer): boolean {
  if (/^(?:text\/html|application\/xhtml\+xml)\b/i.test(answer.headers['content-type']?.trim() ?? '')) return true;
  return /^\s*<(?:!doctype|html|head|body|\?xml)\b/i.test(Buffer.from(answer.body.subarray(0, 256)).toString('latin1'));
}
