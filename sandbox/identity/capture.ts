import { ServerResponse, type IncomingMessage, type RequestListener } from 'node:http';
import type { Answer } from '../answer.ts';

/**
 * Runs a request handler that insists on writing to a response, and gives what it wrote as data. So what
 * happens inside (a refresh token is rotated) and what becomes of the answer (it is lost) can be told apart
 * by a fault.
 */
export function capture(handler: RequestListener, request: IncomingMessage): Promise<Answer> {
  return new Promise((resolve) => {
    const response = new ServerResponse(request);
    const chunks: Buffer[] = [];
    const collect = (chunk: unknown): void => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
    };
    response.write = ((chunk: unknown) => (collect(chunk), true)) as typeof response.write;
    response.end = ((chunk: unknown) => {
      collect(chunk);
      resolve({ status: response.statusCode, headers: headersOf(response), body: Buffer.concat(chunks) });
      return response;
    }) as typeof response.end;
    handler(request, response);
  });
}

function headersOf(response: ServerResponse): Answer['headers'] {
  const headers = Object.entries(response.getHeaders()).map(([name, value]) => [
    name,
    Array.isArray(value) ? value : String(value),
  ]);
  return Object.fromEntries(headers) as Answer['headers'];
}
