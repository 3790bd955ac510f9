import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';

/**
 * Ports that are chosen lie below the range (32768 and up on Linux, 49152 elsewhere) from which systems hand
 * out ports to outgoing connections: while the sandbox refuses connections its port is free, and must not be
 * taken.
 */
const CHOSEN_PORTS = { from: 20_000, to: 32_000, attempts: 50 };
const REOPEN = { attempts: 50, everyMs: 100 };

/**
 * Accepts TCP connections on the loopback addresses only, 127.0.0.1 and, where the machine has it, ::1, both
 * with one port. It can stop listening, so that connections are truly refused by the system, and listen
 * again.
 */
export class Listener {
  port = 0;
  /** All connections that were accepted since the start. */
  accepted = 0;
  readonly #onConnection: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #servers: Server[] = [];
  #changing: Promise<void> = Promise.resolve();

  constructor(onConnection: (socket: Socket) => void) {
    this.#onConnection = onConnection;
  }

  /**
   * Listens on `port`, or on a free one for 0. Rejects with the system's error when a given port is taken.
   */
  async open(port: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.port = port === 0 ? randomInt(CHOSEN_PORTS.from, CHOSEN_PORTS.to) : port;
      try {
        return await this.#listen();
      } catch (error) {
        if (port !== 0 || attempt === CHOSEN_PORTS.attempts || codeOf(error) !== 'EADDRINUSE') throw error;
      }
    }
  }

  /** Stops listening and resets what is connected; resolves when the system refuses. */
  refuse(): Promise<void> {
    return this.#then(async () => {
      await this.#stopListening();
      this.#dropAll();
    });
  }

  /** Listens again on the same port. */
  accept(): Promise<void> {
    return this.#then(async () => {
      if (this.#servers.length > 0) return;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#listen();
        } catch (error) {
          if (attempt === REOPEN.attempts || codeOf(error) !== 'EADDRINUSE') throw error;
          await new Promise((resolve) => setTimeout(resolve, REOPEN.everyMs));
        }
      }
    });
  }

  close(): Promise<void> {
    return this.refuse();
  }

  /** The accepted TCP socket with this remote end: below TLS only that one can be reset. */
  find(remoteAddress: string | undefined, remotePort: number | undefined): Socket | undefined {
    return [...this.#sockets].find(
      (socket) => socket.remotePort === remotePort && socket.remoteAddress === remoteAddress,
    );
  }

  /** One change after the other, so that a quick refuse–accept–refuse ends as asked. */
  #then(change: () => Promise<void>): Promise<void> {
    const next = this.#changing.catch(() => undefined).then(change);
    this.#changing = next;
    return next;
  }

  async #listen(): Promise<void> {
    try {
      await this.#listenOn('127.0.0.1');
      await this.#listenOn('::1').catch((error: unknown) => {
        // A machine without IPv6 is fine; a taken port is not: 'localhost' would then lead to somebody else.
        if (codeOf(error) === 'EADDRINUSE') throw error;
      });
    } catch (error) {
      await this.#stopListening();
      throw error;
    }
  }

  #listenOn(host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      // Paused: what a client sends is read only when the platform decides to, so that "never read" is
      // literal.
      const server = createServer({ pauseOnConnect: true }, (socket) => this.#take(socket));
      server.once('error', reject);
      server.listen({ port: this.port, host, exclusive: true }, () => {
        this.#servers.push(server);
        resolve();
      });
    });
  }

  #take(socket: Socket): void {
    this.accepted += 1;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined); // A client that goes away is no news.
    this.#onConnection(socket);
  }

  async #stopListening(): Promise<void> {
    const servers = this.#servers;
    this.#servers = [];
    // A server's close waits for its connections, so they have to go first.
    this.#dropAll();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  #dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
