import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';

/** One request as it arrived at an origin, whole. For made-up secrets only: it keeps what no log may. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly authorization: string | null;
  /** First line, headers and body. */
  readonly all: string;
}

/** A sandbox, and before it a door at which everything that arrives is written down. */
export interface RecordedSandbox {
  readonly origin: string;
  readonly sandbox: LaunchedSandbox;
  readonly arrived: readonly Arrived[];
  close(): Promise<void>;
}

/** Starts both. The door's address is the platform's own: it stands in `/metadata` and in every token. */
export async function openRecordedSandbox(args: readonly string[] = []): Promise<RecordedSandbox> {
  const arrived: Arrived[] = [];
  let target: string | null = null;
  const server = createServer((request, response) => {
    if (target === null) return response.destroy();
    void passOn(request, response, target, arrived);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await launchSandbox({ args: ['--public-url', origin, ...args] });
  target = sandbox.origin;
  return {
    origin,
    sandbox,
    arrived,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
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
