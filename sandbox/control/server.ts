import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { failure, json, type Answer } from '../answer.ts';
import { parseJson, readBody } from '../body.ts';
import { Listener } from '../listener.ts';
import type { ControlParts } from './parts.ts';
import { isRefusal } from './refusal.ts';
import { findRoute } from './routes.ts';

/** A created secret can be 1 MiB, and JSON may need six bytes for one. */
const LONGEST_BODY = 16 * 1024 * 1024;

/**
 * The port that tests and training steer the sandbox with. Loopback only; every request needs this run's
 * token and a Host header that names a loopback address, so that no web page can reach it (DNS rebinding).
 */
export class ControlServer {
  readonly #token: Buffer;
  readonly #parts: ControlParts;
  readonly #listener: Listener;

  constructor(token: string, parts: ControlParts) {
    this.#token = digest(token);
    this.#parts = parts;
    const server = createServer((request, response) => {
      void this.#answer(request)
        .catch(() =>
          failure(500, {
            name: 'internal_error',
            title: 'Internal error',
            description: 'The control port failed.',
          }),
        )
        .then((answer) => write(response, answer));
    });
    this.#listener = new Listener((socket) => {
      server.emit('connection', socket);
      socket.resume();
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#listener.port}`;
  }

  open(port: number): Promise<void> {
    return this.#listener.open(port);
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    if (!this.#isAllowed(request)) {
      return failure(403, {
        name: 'control_refused',
        title: 'Not allowed',
        description:
          "The control port needs this run's token as Authorization: Bearer, and a loopback Host header.",
        solution: 'Take the token from the ready line, or set SANDBOX_CONTROL_TOKEN before the start.',
      });
    }
    const url = new URL(request.url ?? '/', this.origin);
    const found = findRoute(request.method ?? 'GET', url.pathname);
    if (found === undefined) {
      return failure(404, {
        name: 'not_found',
        title: 'Not found',
        description: 'The control port has no such function.',
        solution: 'See sandbox/README.md.',
      });
    }
    const body = await readBody(request, LONGEST_BODY);
    const parsed = body.kind === 'whole' && body.bytes.length > 0 ? parseJson(body.bytes) : {};
    const result = await found.run(this.#parts, {
      argument: found.argument,
      query: url.searchParams,
      body: parsed,
    });
    return isRefusal(result)
      ? failure(result.status, { name: 'bad_request', title: 'Not done', description: result.words })
      : json(200, result ?? null);
  }

  #isAllowed(request: IncomingMessage): boolean {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return ['127.0.0.1', 'localhost', '[::1]'].includes(host) && timingSafeEqual(digest(token), this.#token);
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}
