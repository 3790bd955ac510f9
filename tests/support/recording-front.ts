import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import type { Credentials } from './tls-front.ts';

/** One request as it arrived at an origin, whole. For made-up secrets only: it keeps what no log may. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly authorization: string | null;
  /** First line, headers and body. */
  readonly all: string;
}

/** An address at which everything that arrives is written down, and passed on. */
export interface RecordedDoor {
  readonly origin: string;
  readonly arrived: readonly Arrived[];
  /** Where it leads; before that it answers nobody. */
  leadTo(target: string): void;
  close(): Promise<void>;
}

/** A sandbox, and before it a door that leads to it. */
export interface RecordedSandbox extends Omit<RecordedDoor, 'leadTo'> {
  readonly sandbox: LaunchedSandbox;
}

/** Opens a door at a free port of this computer: at `https://localhost` with a certificate, else at `http://127.0.0.1`. */
export async function openRecordedDoor(credentials: Credentials | null = null): Promise<RecordedDoor> {
  const arrived: Arrived[] = [];
  let target: string | null = null;
  const hear = (request: IncomingMessage, response: ServerResponse): void => {
    if (target === null) response.destroy();
    else void passOn(request, response, target, arrived);
  };
  const server = credentials === null ? createServer(hear) : createTlsServer(credentials, hear);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: credentials === null ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    arrived,
    leadTo(origin) {
      target = origin;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts both. The door's address is the platform's own: it stands in `/metadata` and in every token. */
export async function openRecordedSandbox(
  args: readonly string[] = [],
  credentials: Credentials | null = null,
): Promise<RecordedSandbox> {
  const { origin, arrived, leadTo, close } = await openRecordedDoor(credentials);
  const sandbox = await launchSandbox({ args: ['--public-url', origin, ...args] });
  leadTo(sandbox.origin);
  return {
    origin,
    arrived,
    sandbox,
    async close() {
      await close();
      await sandbox.stop();
    },
  };
}

async function passOn(request: IncomingMessage, response: ServerResponse, target: string, arrived: Arrived[]): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return; // gone before it was whole
  }
  const body = Buffer.concat(chunks);
  const { method = '', url = '', headers, rawHeaders } = request;
  const all = [`${method} ${url}`, ...rawHeaders, body.toString('utf8')].join('\n');
  arrived.push({ method, path: url, host: headers.host ?? '', authorization: headers.authorization ?? null, all });
  const onward = ask(new URL(url, target), { method, headers: { ...headers, connection: 'close' } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  onward.end(body);
}
