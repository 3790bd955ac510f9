import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { FaultRules } from './faults/rules.ts';
import { Listener } from './listener.ts';
import type { SandboxSettings } from './settings.ts';

/** One request with the connection that it came over. */
export interface Arrival {
  request: IncomingMessage;
  response: ServerResponse;
  connection: number;
  /** Whether an earlier request came over the same connection. */
  reused: boolean;
  /** Ends the TCP connection with a reset, also below TLS. */
  reset(): void;
}

interface Connection {
  id: number;
  requests: number;
}

export interface FrontDoorSetup {
  tls: SandboxSettings['tls'];
  rules: FaultRules;
  nextConnection: () => number;
  onRequest: (arrival: Arrival) => void;
}

/**
 * Where clients come in: accepts connections, applies the faults that act before reading, numbers
 * connections.
 */
export class FrontDoor {
  readonly listener: Listener;
  readonly #setup: FrontDoorSetup;
  readonly #server: Server;
  readonly #connections = new WeakMap<Socket, Connection>();

  constructor(setup: FrontDoorSetup) {
    this.#setup = setup;
    const onRequest = (request: IncomingMessage, response: ServerResponse): void =>
      this.#arrive(request, response);
    this.#server = setup.tls ? createHttpsServer(setup.tls, onRequest) : createHttpServer(onRequest);
    // Idle connections stay: a connection that dies under a request is a fault to be set, never an accident.
    this.#server.keepAliveTimeout = 60 * 60 * 1000;
    this.#server.requestTimeout = 0;
    this.#server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end(BAD_REQUEST);
      else socket.destroy();
    });
    this.listener = new Listener((socket) => this.#greet(socket));
  }

  async close(): Promise<void> {
    await this.listener.close();
    this.#server.close();
  }

  #greet(socket: Socket): void {
    const fault = this.#setup.rules.forConnection();
    if (fault?.kind === 'reset-before-read') return void socket.resetAndDestroy();
    if (fault?.kind === 'hang-before-read') return; // The socket was accepted paused, and so it stays.
    this.#server.emit('connection', socket);
    socket.resume();
  }

  #arrive(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const connection = this.#connections.get(socket) ?? { id: this.#setup.nextConnection(), requests: 0 };
    this.#connections.set(socket, connection);
    connection.requests += 1;
    this.#setup.onRequest({
      request,
      response,
      connection: connection.id,
      reused: connection.requests > 1,
      reset: () => this.#reset(socket),
    });
  }

  #reset(socket: Socket): void {
    const bare = this.listener.find(socket.remoteAddress, socket.remotePort);
    if (bare === undefined) socket.destroy();
    else bare.resetAndDestroy();
  }
}

const BAD_BODY = JSON.stringify({
  errors: [
    {
      name: 'bad_request',
      title: 'Bad request',
      description: 'This is not HTTP that the platform can read.',
    },
  ],
});
const BAD_REQUEST =
  `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n` +
  `Content-Length: ${BAD_BODY.length}\r\n\r\n${BAD_BODY}`;
