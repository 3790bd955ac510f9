import { connect, type Socket } from 'node:net';
import { createMessageReader } from './http-framing.ts';
import { createValve } from './valve.ts';

/** Where in an exchange a test may step in. */
export type ProxyPoint =
  /** The request's head is here, and nothing of it was passed on. */
  | 'request-begun'
  /** The request's last byte was passed on. */
  | 'request-sent'
  /** The platform's answer began, and nothing of it was passed on. */
  | 'answer-begun'
  /** The answer's last byte was handed to the client's socket. */
  | 'answer-forwarded';

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  /** Which connection since the proxy opened, and which request on it; both count from 1. */
  readonly connection: number;
  readonly nth: number;
}

/** What becomes of one exchange after so many bytes of its request or answer. */
export type ByteFault =
  | { readonly kind: 'reset-in-request' | 'reset-in-answer' | 'cut-in-answer'; readonly afterBytes: number }
  /** A connection that was used before dies under this request, without a byte of an answer. */
  | { readonly kind: 'die-on-reuse' };

export interface ConnectionPorts {
  readonly number: number;
  readonly targetPort: number;
  readonly faultFor: (request: ProxiedRequest) => ByteFault | null;
  /** True: hold everything at this point until it is released. */
  readonly reached: (point: ProxyPoint, request: ProxiedRequest) => boolean;
  readonly gone: () => void;
}

export interface ProxiedConnection {
  setRate(bytesPerSecond: number | null): void;
  release(): void;
  /** Ends both sides with a reset. */
  reset(): void;
}

/** Passes one connection on, request by request; requests are not pipelined. */
export function proxyConnection(client: Socket, ports: ConnectionPorts): ProxiedConnection {
  const asked = createMessageReader(false);
  const answered = createMessageReader(true);
  let platform: Socket | null = null;
  let request: ProxiedRequest | null = null;
  let fault: ByteFault | null = null;
  let nth = 0;
  let bytesOut = 0;
  let bytesBack = 0;
  let early: Buffer[] = [];

  const out = createValve((bytes, taken) => platform?.write(bytes, taken));
  const back = createValve((bytes, taken) => client.write(bytes, taken));
  const reset = (): void => {
    out.stop();
    back.stop();
    client.resetAndDestroy();
    platform?.resetAndDestroy();
    ports.gone();
  };
  const cut = (): void => {
    out.stop();
    back.whenEmpty(() => {
      back.stop();
      client.destroySoon();
      platform?.destroy();
      ports.gone();
    });
  };

  const reach = (point: ProxyPoint): void => {
    if (request === null || !ports.reached(point, request)) return;
    out.setHeld(true);
    back.setHeld(true);
  };

  const openPlatform = (): Socket => {
    const socket = connect(ports.targetPort, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', onAnswer);
    socket.once('end', cut);
    socket.on('error', () => back.whenEmpty(reset));
    return socket;
  };

  const beginRequest = (): void => {
    const [method = '', path = ''] = asked.head?.first ?? [];
    nth += 1;
    request = { method, path, connection: ports.number, nth };
    fault = ports.faultFor(request);
    bytesOut = 0;
    bytesBack = 0;
    if (fault?.kind === 'die-on-reuse') {
      cut();
      return;
    }
    platform ??= openPlatform();
    reach('request-begun');
  };

  const onRequest = (chunk: Buffer): void => {
    asked.push(chunk);
    early.push(chunk);
    if (asked.head === null) return;
    if (request === null) beginRequest();
    const bytes = Buffer.concat(early);
    early = [];
    if (client.destroyed || fault?.kind === 'die-on-reuse') return;
    const ended = asked.ended;
    if (ended) asked.next();
    if (fault?.kind === 'reset-in-request' && bytesOut + bytes.length > fault.afterBytes) {
      out.push(bytes.subarray(0, Math.max(fault.afterBytes - bytesOut, 0)));
      out.whenEmpty(reset);
      return;
    }
    bytesOut += bytes.length;
    out.push(bytes, ended ? () => reach('request-sent') : undefined);
  };

  const onAnswer = (chunk: Buffer): void => {
    if (bytesBack === 0) reach('answer-begun');
    answered.push(chunk);
    const breaks = fault?.kind === 'reset-in-answer' || fault?.kind === 'cut-in-answer' ? fault : null;
    if (breaks !== null && (bytesBack + chunk.length > breaks.afterBytes || answered.ended)) {
      back.push(chunk.subarray(0, Math.max(breaks.afterBytes - bytesBack, 0)));
      if (breaks.kind === 'cut-in-answer') cut();
      else back.whenEmpty(reset);
      return;
    }
    bytesBack += chunk.length;
    if (!answered.ended) {
      back.push(chunk);
      return;
    }
    answered.next();
    back.push(chunk, () => {
      reach('answer-forwarded');
      request = null;
    });
  };

  client.setNoDelay(true);
  client.on('data', onRequest);
  client.on('error', () => undefined); // the close that follows tells the same
  client.once('close', () => {
    out.stop();
    back.stop();
    platform?.destroy();
    ports.gone();
  });

  return {
    setRate(bytesPerSecond) {
      out.setRate(bytesPerSecond);
      back.setRate(bytesPerSecond);
    },
    release() {
      out.setHeld(false);
      back.setHeld(false);
    },
    reset,
  };
}
