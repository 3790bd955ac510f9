// The development profile of this checkout: the app's data and the sandbox platform's, side by side in
// .dev/profile/. Delete the folder to begin afresh. It never touches the profile of an installed app.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { devFolder } from '../setup/places.mjs';

/**
 * @returns {Promise<{ app: string, sandboxData: string, sandboxPort: number, portFile: string, controlFile: string }>}
 * The port is chosen once and kept: the app remembers its environment by its address.
 */
export async function developmentProfile() {
  const folder = join(devFolder, 'profile');
  const app = join(folder, 'app');
  const sandbox = join(folder, 'sandbox');
  for (const path of [app, sandbox]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const portFile = join(sandbox, 'port');
  if (!existsSync(portFile)) writeFileSync(portFile, `${await freePort()}\n`);
  const sandboxPort = Number(readFileSync(portFile, 'utf8'));
  if (!Number.isInteger(sandboxPort) || sandboxPort < 1 || sandboxPort > 65535) {
    throw new Error(`${portFile} holds no port number. Delete it to have a new one chosen.`);
  }
  const [sandboxData, controlFile] = ['platform.json', 'control.json'].map((name) => join(sandbox, name));
  return { app, sandboxData, sandboxPort, portFile, controlFile };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
