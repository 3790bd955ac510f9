import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';

export interface Credentials {
  readonly key: string;
  readonly cert: string;
}

/** A door with a certificate in front of something that speaks plain HTTP; the certificate can be changed. */
export interface TlsFront {
  readonly port: number;
  /** From the next connection on; what is open is cut. */
  show(credentials: Credentials): void;
  close(): Promise<void>;
}

/** Opens the door on a free port of this computer. `port` is where the connections are passed on to. */
export async function openTlsFront(credentials: Credentials, port: () => number): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const server = createServer({ ...credentials, ALPNProtocols: ['http/1.1'] }, (client) => {
    const inner = connect(port(), '127.0.0.1');
    for (const [one, other] of [[client, inner], [inner, client]] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => (sockets.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    show(next) {
      server.setSecureContext(next);
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
