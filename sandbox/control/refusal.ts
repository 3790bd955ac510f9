import type { z } from 'zod';

/** Why the control port did not do what was asked, in words. */
export interface Refusal {
  refusal: true;
  status: number;
  words: string;
}

export function refuse(status: number, words: string): Refusal {
  return { refusal: true, status, words };
}

export function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'refusal' in result;
}

/**
 * Parses a request's body by its schema, or says what is wrong where. Zod's messages do not quote the input.
 */
export function parseOr<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> | Refusal {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'not understood' };
  return refuse(400, path.length > 0 ? `${path.join('.')}: ${message}` : message);
}
