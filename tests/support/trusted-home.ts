import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate, type CertificateExtension } from 'selfsigned';
import { scratchFolder } from './scratch-folder.ts';
import type { Credentials } from './tls-front.ts';

/** A home folder of its own whose owner trusts an authority that was made for the test, and what that one signed. */
export interface TrustedHome {
  readonly home: string;
  /** Files of a certificate for `localhost`. */
  readonly cert: string;
  readonly key: string;
  /** The same, signed by nobody that anybody trusts. */
  readonly untrustedCert: string;
  readonly untrustedKey: string;
  /** Signed by the trusted authority, and wrong all the same. */
  readonly wrong: Readonly<Record<'expired' | 'notYetValid' | 'otherHost', Credentials>>;
}

const name = (commonName: string) => [{ name: 'commonName', value: commonName }];
const forHost = (value: string): CertificateExtension => ({ name: 'subjectAltName', altNames: [{ type: 2, value }] });
const localhost = forHost('localhost');
const dayMs = 86_400_000;
const strong = { keySize: 2048, algorithm: 'sha256' } as const;

/**
 * Trust as a company's administrator gives it on Linux: in the person's own certificate store, which Chromium reads. So
 * no check of the app is weakened.
 */
export async function makeTrustedHome(): Promise<TrustedHome> {
  const home = scratchFolder('home');
  const authority = await generate(name('Kelvin Secrets test authority'), {
    ...strong,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const usage = { name: 'extKeyUsage', serverAuth: true } as const;
  const ca = { key: authority.private, cert: authority.cert };
  const signed = await generate(name('sandbox'), { ...strong, extensions: [localhost, usage], ca });
  const wrongly = async (host: string, from: number, until: number): Promise<Credentials> => {
    const dates = { notBeforeDate: new Date(Date.now() + from * dayMs), notAfterDate: new Date(Date.now() + until * dayMs) };
    const made = await generate(name('sandbox'), { ...strong, ...dates, extensions: [forHost(host), usage], ca });
    return { key: made.private, cert: made.cert };
  };
  const unsigned = await generate(name('sandbox'), { ...strong, extensions: [localhost, usage] });
  const file = (what: string, content: string) => {
    const path = join(home, what);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const store = `sql:${join(home, '.pki/nssdb')}`;
  mkdirSync(join(home, '.pki/nssdb'), { recursive: true, mode: 0o700 });
  execFileSync('certutil', ['-d', store, '-N', '--empty-password']);
  execFileSync('certutil', ['-d', store, '-A', '-n', 'test authority', '-t', 'C,,', '-i', file('authority.pem', authority.cert)]);
  return {
    home,
    cert: file('cert.pem', signed.cert),
    key: file('key.pem', signed.private),
    untrustedCert: file('untrusted-cert.pem', unsigned.cert),
    untrustedKey: file('untrusted-key.pem', unsigned.private),
    wrong: {
      expired: await wrongly('localhost', -30, -1),
      notYetValid: await wrongly('localhost', 2, 30),
      otherHost: await wrongly('portal.example', -1, 30),
    },
  };
}
