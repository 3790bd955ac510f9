import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const record = z.looseObject({});

const secretSchema = z.strictObject({
  name: z.string(),
  created: z.string(),
  created_by: z.string(),
  updated: z.string(),
  updated_by: z.string(),
  valueHmac: z.string(),
  valueBytes: z.number(),
});

const dataSchema = z.strictObject({
  format: z.literal('kelvin-sandbox-data'),
  version: z.literal(1),
  hmacKey: z.base64(),
  cookieKey: z.base64(),
  signingKey: record.optional(),
  secrets: z.array(secretSchema),
  grants: z.array(z.tuple([z.string(), record])),
  refreshTokens: z.array(z.tuple([z.string(), record])),
});

export type StoredSecret = z.output<typeof secretSchema>;
type Payload = Record<string, unknown>;

/** A data file that cannot be used. The message says which and what to do; the file is left as it is. */
export class DataFileError extends Error {
  override name = 'DataFileError';
}

/**
 * Everything the platform must remember over a restart: secrets (of a value only its HMAC and length),
 * sessions, and the keys that make old fingerprints and tokens still mean something. Without a path it lives
 * in memory only.
 */
export class Store {
  readonly hmacKey: Buffer;
  readonly cookieKey: string;
  signingKey: Payload | undefined;
  readonly secrets = new Map<string, StoredSecret>();
  readonly grants = new Map<string, Payload>();
  /** Keyed by a fingerprint of the token, and without it: the file must not contain a token that works. */
  readonly refreshTokens = new Map<string, Payload>();
  readonly #path: string | undefined;
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
    const stored =
      path !== undefined && existsSync(path) ? parse(readFileSync(path, 'utf8'), path) : undefined;
    this.hmacKey = stored ? Buffer.from(stored.hmacKey, 'base64') : randomBytes(32);
    this.cookieKey = stored?.cookieKey ?? randomBytes(32).toString('base64');
    this.signingKey = stored?.signingKey;
    for (const secret of stored?.secrets ?? []) this.secrets.set(secret.name, secret);
    for (const [key, payload] of stored?.grants ?? []) this.grants.set(key, payload);
    for (const [key, payload] of stored?.refreshTokens ?? []) this.refreshTokens.set(key, payload);
  }

  /**
   * Resolves when everything that was changed before the call is on disk. Callers that come while a write is
   * going on share the next one, so four requests in flight cost two writes and not four.
   */
  save(): Promise<void> {
    const path = this.#path;
    if (path === undefined) return Promise.resolve();
    this.#next ??= (this.#writing ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#writing = writeDurably(path, this.#serialise());
        return this.#writing;
      });
    return this.#next;
  }

  #serialise(): string {
    const now = Math.floor(Date.now() / 1000);
    const alive = ([, payload]: [string, Payload]): boolean =>
      typeof payload.exp !== 'number' || payload.exp > now;
    const data: z.input<typeof dataSchema> = {
      format: 'kelvin-sandbox-data',
      version: 1,
      hmacKey: this.hmacKey.toString('base64'),
      cookieKey: this.cookieKey,
      signingKey: this.signingKey,
      secrets: [...this.secrets.values()],
      grants: [...this.grants].filter(alive),
      refreshTokens: [...this.refreshTokens].filter(alive),
    };
    return JSON.stringify(data);
  }
}

function parse(text: string, path: string): z.output<typeof dataSchema> {
  let parsed;
  try {
    parsed = dataSchema.safeParse(JSON.parse(text));
  } catch {
    parsed = undefined;
  }
  if (parsed?.success) return parsed.data;
  throw new DataFileError(
    `${path} is no data file of this sandbox, or of another version of it. It was left as it is: ` +
      'name another file with --data, or move this one away to start afresh.',
  );
}

/**
 * Temporary file, fsync, rename, fsync of the folder: after a power cut there is the old file or the new one.
 */
async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  // Windows cannot open a folder, and its rename is durable by itself.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
