import type { IncomingMessage } from 'node:http';
import { readBody } from '../body.ts';

/**
 * The fields of a form-urlencoded body; empty when it is no such thing or longer than a form has reason to
 * be.
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const body = await readBody(request, 64 * 1024);
  return new URLSearchParams(body.kind === 'whole' ? body.bytes.toString('utf8') : '');
}
