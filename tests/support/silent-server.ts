import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Something that takes connections and says nothing: what is asked there stays under way. */
export interface SilentServer {
  readonly port: number;
  /** The first connection came. */
  readonly asked: Promise<void>;
  /** How many connections are open. */
  open(): number;
  close(): void;
}

export async function openSilentServer(): Promise<SilentServer> {
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket)).resume();
    ask();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    open: () => sockets.size,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
