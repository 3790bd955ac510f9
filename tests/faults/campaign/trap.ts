import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another host than the platform's. Nothing may ever knock here. */
export interface Trap {
  readonly origin: string;
  readonly knocks: number;
  close(): Promise<void>;
}

export async function openTrap(): Promise<Trap> {
  let knocks = 0;
  const server = createServer((_, response) => response.end('{}'));
  server.on('connection', () => (knocks += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    get knocks() {
      return knocks;
    },
    close: () => new Promise((resolve) => void (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
