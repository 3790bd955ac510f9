import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import {
  proxyConnection,
  type ByteFault,
  type ProxiedConnection,
  type ProxiedRequest,
  type ProxyPoint,
} from './proxied-connection.ts';

export type { ByteFault, ProxiedRequest, ProxyPoint } from './proxied-connection.ts';

/** What every connection meets for the time being. */
export type Weather =
  | { readonly kind: 'fair' }
  /** The system itself refuses connections, and those that stood are reset. */
  | { readonly kind: 'refuse' }
  /** Connections are accepted and never read. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'trickle'; readonly bytesPerSecond: number };

export type Matches = (request: ProxiedRequest) => boolean;

/** A way between a client and a platform on this computer, which can be made bad on purpose. */
export interface TcpProxy {
  readonly origin: string;
  readonly port: number;
  /** What went by so far. A connection counts when it was accepted, a request when its head was whole. */
  readonly counts: { readonly connections: number; readonly requests: number };
  setTarget(port: number): void;
  /** Resolves when it is in force. */
  setWeather(weather: Weather): Promise<void>;
  /** Refuses and forwards in turn, until the answer is called. Ends fair. */
  flap(upMs: number, downMs: number): () => Promise<void>;
  /** The next request that fits meets this fault. */
  breakNext(fault: ByteFault, matches: Matches): void;
  /** Calls back when the next exchange that fits is at this point; `hold` keeps it there. */
  atNext(point: ProxyPoint, matches: Matches, then: (request: ProxiedRequest) => 'go' | 'hold'): void;
  /** Lets what is held go on, or resets it. */
  letGo(how: 'release' | 'reset'): void;
  /** Resets every connection. */
  cut(): void;
  /** Fair weather, and nothing planned any more; what is held goes on or is reset. */
  calm(held: 'release' | 'reset'): Promise<void>;
  close(): Promise<void>;
}

/** Below the ports that systems hand out to connections: while the proxy refuses, nobody else may take its port. */
const ports = { from: 20_000, to: 32_000, tries: 50 } as const;

/** Opens on a free loopback port. @param targetPort where requests are passed on to, on 127.0.0.1 */
export async function openTcpProxy(targetPort: number): Promise<TcpProxy> {
  const counts = { connections: 0, requests: 0 };
  const live = new Set<ProxiedConnection>();
  const held = new Set<ProxiedConnection>();
  const hanging: Socket[] = [];
  let breaks: { readonly fault: ByteFault; readonly matches: Matches }[] = [];
  let watches: { readonly point: ProxyPoint; readonly matches: Matches; readonly then: (request: ProxiedRequest) => 'go' | 'hold' }[] = [];
  let weather: Weather = { kind: 'fair' };
  let server: Server | null = null;
  let stopFlapping: () => void = () => undefined;
  let changing: Promise<void> = Promise.resolve();

  const take = (socket: Socket): void => {
    counts.connections += 1;
    socket.on('error', () => undefined);
    if (weather.kind === 'hang') hanging.push(socket);
    else pass(socket);
  };

  const pass = (socket: Socket): void => {
    if (socket.destroyed) return;
    const connection = proxyConnection(socket, {
      number: counts.connections,
      targetPort,
      faultFor(request) {
        counts.requests += 1;
        const at = breaks.findIndex(({ fault, matches }) => (fault.kind !== 'die-on-reuse' || request.nth > 1) && matches(request));
        return breaks.splice(at, at < 0 ? 0 : 1)[0]?.fault ?? null;
      },
      reached(point, request) {
        const at = watches.findIndex((watch) => watch.point === point && watch.matches(request));
        const isHeld = watches.splice(at, at < 0 ? 0 : 1)[0]?.then(request) === 'hold';
        if (isHeld) held.add(connection);
        return isHeld;
      },
      gone: () => void (live.delete(connection), held.delete(connection)),
    });
    live.add(connection);
    connection.setRate(weather.kind === 'trickle' ? weather.bytesPerSecond : null);
    socket.resume();
  };

  const cut = (): void => {
    for (const socket of hanging.splice(0)) socket.resetAndDestroy();
    for (const connection of [...live]) connection.reset();
  };

  const listen = (port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const opened = createServer({ pauseOnConnect: true }, take);
      opened.once('error', reject);
      opened.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(opened));
    });

  const stopListening = async (): Promise<void> => {
    const closing = server;
    server = null;
    const closed = closing === null ? null : new Promise((resolve) => closing.close(resolve));
    cut();
    await closed;
  };

  const change = async (next: Weather): Promise<void> => {
    weather = next;
    if (next.kind === 'refuse') return stopListening();
    server ??= await listen(port);
    for (const connection of live) connection.setRate(next.kind === 'trickle' ? next.bytesPerSecond : null);
    if (next.kind !== 'hang') for (const socket of hanging.splice(0)) pass(socket);
  };

  const setWeather = (next: Weather): Promise<void> => {
    // One after the other, so that a quick refuse, fair, refuse ends as asked.
    changing = changing.then(() => change(next));
    return changing;
  };

  const letGo = (how: 'release' | 'reset'): void => {
    for (const connection of [...held]) connection[how]();
    held.clear();
  };

  server = await listenOnFreePort(listen);
  const port = (server.address() as { port: number }).port;

  return {
    origin: `http://127.0.0.1:${String(port)}`,
    port,
    counts,
    setTarget: (next) => void (targetPort = next),
    setWeather(next) {
      stopFlapping();
      return setWeather(next);
    },
    flap(upMs, downMs) {
      stopFlapping();
      let timer: NodeJS.Timeout | null = null;
      const turn = (down: boolean): void => {
        void setWeather({ kind: down ? 'refuse' : 'fair' });
        timer = setTimeout(() => turn(!down), down ? downMs : upMs);
      };
      stopFlapping = () => void (timer !== null && clearTimeout(timer));
      turn(true);
      return () => {
        stopFlapping();
        return setWeather({ kind: 'fair' });
      };
    },
    breakNext: (fault, matches) => void breaks.push({ fault, matches }),
    atNext: (point, matches, then) => void watches.push({ point, matches, then }),
    letGo,
    cut,
    async calm(how) {
      stopFlapping();
      breaks = [];
      watches = [];
      letGo(how);
      await setWeather({ kind: 'fair' });
    },
    async close() {
      stopFlapping();
      await changing;
      await stopListening();
    },
  };
}

async function listenOnFreePort(listen: (port: number) => Promise<Server>): Promise<Server> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await listen(randomInt(ports.from, ports.to));
    } catch (error) {
      if (tried === ports.tries) throw error;
    }
  }
}
