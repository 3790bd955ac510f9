import http from 'node:http';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A request as a server saw it, with the number of the connection that brought it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly connection: number;
  readonly httpVersion: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface TestServer {
  readonly origin: string;
  readonly seen: SeenRequest[];
  /** Connections that were opened so far. */
  connections(): number;
  close(): Promise<void>;
}

export type Behaviour = (request: SeenRequest, response: http.ServerResponse, socket: Socket) => void;

export const answerOk: Behaviour = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
};

/** A plain HTTP server on loopback that reads each request whole, notes it, and then behaves as it is told. */
export async function startServer(behave: Behaviour): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const numbers = new Map<Socket, number>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        connection: numbers.get(request.socket) ?? 0,
        httpVersion: request.httpVersion,
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      seen.push(one);
      behave(one, response, request.socket);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket: Socket) => numbers.set(socket, numbers.size + 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    connections: () => numbers.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of numbers.keys()) socket.destroy();
      }),
  };
}

/** A port of this computer that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

export interface Gateway {
  readonly port: number;
  /** Resolves when a connection waits at the shut gate. */
  readonly arrived: Promise<void>;
  /** Lets everything through, also what waited. */
  open(): void;
  connections(): number;
  close(): Promise<void>;
}

/** A TCP relay in front of a port that accepts connections and carries nothing until it is opened. */
export async function startGateway(target: number): Promise<Gateway> {
  const sockets: Socket[] = [];
  let opened = false;
  let tellArrival: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (tellArrival = resolve));
  const join = (socket: Socket) => {
    const onward = net.connect(target, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  };
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    if (opened) join(socket);
    else tellArrival();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    open() {
      opened = true;
      sockets.forEach(join);
    },
    connections: () => sockets.length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
