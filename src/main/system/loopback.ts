import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A browser came to the loopback address. The page that answers it shows nothing of what it brought. */
export interface LoopbackVisit {
  readonly url: URL;
  /** The answer: a whole page, and its status. */
  answer(status: 200 | 400, page: string): void;
}

export interface Loopback {
  close(): void;
}

const hosts = ['127.0.0.1', '::1'] as const;

/**
 * Listens on this computer alone, on both its addresses, because a browser may take either for "localhost" (RFC 8252
 * §7.3 and §8.3). Answers null where another program has the port. A computer without IPv6 is content with IPv4.
 */
export async function listenOnLoopback(port: number, onVisit: (visit: LoopbackVisit) => void): Promise<Loopback | null> {
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  for (const host of hosts) {
    const outcome = await listen(port, host, onVisit);
    if (outcome === 'no-such-address') continue;
    if (outcome === 'taken') {
      close();
      return null;
    }
    servers.push(outcome);
  }
  return servers.length === 0 ? null : { close };
}

function listen(port: number, host: string, onVisit: (visit: LoopbackVisit) => void): Promise<Server | 'taken' | 'no-such-address'> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => meet(request, response, port, onVisit));
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? 'no-such-address' : 'taken'),
    );
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function meet(request: IncomingMessage, response: ServerResponse, port: number, onVisit: (visit: LoopbackVisit) => void): void {
  const end = (status: number, page: string): void => {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(page);
  };
  // Another name for this computer would be a page elsewhere that made the browser come here.
  const isHere = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`].includes(request.headers.host ?? '');
  const url = URL.parse(request.url ?? '', `http://localhost:${port}`);
  if (request.method !== 'GET' || !isHere || url === null || url.pathname !== '/') return end(404, '');
  onVisit({ url, answer: end });
}
