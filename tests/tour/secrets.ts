import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** A secret of the tour: its name, its exact value, and what the dialog says of the value's size. */
export interface TourSecret {
  readonly name: string;
  readonly value: string;
  readonly size: string;
  /** Short ones are typed key by key; what nobody would type is pasted from the clipboard. */
  readonly how: 'typed' | 'pasted';
}

const kibibytes64 = 64 * 1024;

/** The three of the main job, made anew in each run. */
export function mainJobSecrets(): readonly TourSecret[] {
  return [
    secret('demosecret', 'This is a really big secret!', 'typed'),
    secret('gateway-tls-key', pemKey(), 'pasted'),
    secret('calibration-table', randomBytes((kibibytes64 * 3) / 4).toString('base64'), 'pasted'),
  ];
}

export function secret(name: string, value: string, how: TourSecret['how'] = 'typed'): TourSecret {
  const bytes = Buffer.byteLength(value);
  const lines = value.replace(/\n$/, '').split('\n').length;
  return { name, value, how, size: `${counted(bytes, 'byte')}, ${counted(lines, 'line')}` };
}

/** A private key as tools write it: many lines, and a newline at the end that must not get lost. */
function pemKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}
