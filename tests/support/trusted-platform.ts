import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { makeCertificate } from './tls-server.ts';

export interface TrustedPlatform {
  readonly sandbox: LaunchedSandbox;
  /** The home folder whose certificate store trusts this very certificate, as a person's does after importing it. */
  readonly home: string;
  close(): Promise<void>;
}

/**
 * A sandbox on `https://localhost`, or one that calls itself by another host and is found only by who is led to it (by a
 * proxy), and a home folder of a person who trusts its certificate. Nothing of the app's
 * own checks is weakened: Chromium on Linux reads ~/.pki/nssdb, where such decisions of a person are kept.
 */
export async function openTrustedPlatform(host = 'localhost'): Promise<TrustedPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-secrets-trusted-'));
  const { key, cert } = await makeCertificate(host);
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  writeFileSync(keyFile, key, { mode: 0o600 });
  writeFileSync(certFile, cert);

  const home = join(folder, 'home');
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  execFileSync('certutil', ['-N', '-d', `sql:${store}`, '--empty-password']);
  execFileSync('certutil', ['-A', '-d', `sql:${store}`, '-n', 'sandbox', '-t', 'CP,,', '-i', certFile]);

  const sandbox = await launchSandbox({
    args: ['--tls-cert', certFile, '--tls-key', keyFile, ...(host === 'localhost' ? [] : ['--public-url', `https://${host}`])],
  });
  return {
    sandbox,
    home,
    async close() {
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
