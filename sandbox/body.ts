import type { IncomingMessage } from 'node:http';

/** A request's body; `tooLong` when it went beyond the limit (the rest is read and thrown away). */
export type Body = { kind: 'whole'; bytes: Buffer } | { kind: 'too-long' } | { kind: 'broken-off' };

/**
 * Beyond this a client is not listened to any more: it would never see an answer that comes before its last
 * byte.
 */
const PATIENCE = 64 * 1024 * 1024;

/** Reads a body up to `limit` bytes. Never rejects: a client that leaves in the middle is `broken-off`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else if (length > PATIENCE) break; // also ends the connection
    }
  } catch {
    return { kind: 'broken-off' };
  }
  return length > limit ? { kind: 'too-long' } : { kind: 'whole', bytes: Buffer.concat(chunks) };
}

/**
 * The JSON that a body holds, or `undefined`. The error of the parser is dropped on purpose: it quotes the
 * body.
 */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
