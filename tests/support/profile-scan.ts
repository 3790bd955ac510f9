import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Database } from '@signalapp/sqlcipher';
import { parseKeyFile } from '../../src/main/vault/key-file.ts';
import { unwrapWithPassphrase } from '../../src/main/vault/passphrase-wrap.ts';

/** One way in which a text can lie in a file. */
interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every file below a folder, by its path from there. What vanishes meanwhile (sockets, temporary files) is left out. */
export function filesIn(folder: string): { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      try {
        return [{ path: relative(folder, path), bytes: readFileSync(path) }];
      } catch {
        return [];
      }
    });
}

/** Where a marker lies in these bytes: plain, UTF-16, hex and base64 at any alignment; "hex" and so on. */
export function formsIn(bytes: Buffer, marker: string): string[] {
  // Hex and base64 do not depend on the case or the alphabet they were written in.
  const folded = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
  const plainAlphabet = Buffer.from(bytes.toString('latin1').replaceAll('-', '+').replaceAll('_', '/'), 'latin1');
  return formsOf(marker)
    .filter(({ name, bytes: form }) => {
      if (name.startsWith('hex')) return folded.includes(form);
      return name.startsWith('base64') ? plainAlphabet.includes(form) : bytes.includes(form);
    })
    .map(({ name }) => name);
}

/** Everything below a folder that contains one of the markers: "logs/app.log: base64". */
export function leaksIn(folder: string, markers: readonly string[]): string[] {
  return filesIn(folder).flatMap(({ path, bytes }) =>
    markers.flatMap((marker) => formsIn(bytes, marker).map((form) => `${path}: ${form}`)),
  );
}

function formsOf(marker: string): Form[] {
  const encodings = [
    { name: 'plain', bytes: Buffer.from(marker) },
    { name: 'UTF-16LE', bytes: Buffer.from(marker, 'utf16le') },
  ];
  const written = encodings.flatMap(({ name, bytes }) => [
    { name: `hex of ${name}`, bytes: Buffer.from(bytes.toString('hex')) },
    ...[0, 1, 2].map((offset) => ({ name: `base64 of ${name}`, bytes: base64At(bytes, offset) })),
  ]);
  return [...encodings, ...written];
}

/** How bytes look inside a longer base64 text, without the characters at their ends that also tell of their neighbours. */
function base64At(bytes: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const before = Math.ceil((offset * 8) / 6);
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return Buffer.from(text.slice(before, whole));
}

/** The data key of a profile that a passphrase protects. */
export async function dataKeyOf(profile: string, passphrase: string): Promise<Buffer> {
  const stored = parseKeyFile(readFileSync(join(profile, 'data-key.json')));
  if (stored.kind !== 'key-file' || stored.keyFile.passphraseWrap === null) throw new Error('no passphrase protects it');
  const key = await unwrapWithPassphrase(stored.keyFile.passphraseWrap, passphrase);
  if (key === null) throw new Error('another passphrase protects it');
  return key;
}

/** Opens a database with genuine SQLCipher 4. */
export function openGenuine(file: string, dataKey: Buffer): Database {
  const db = new Database(file);
  db.pragma(`key = "x'${dataKey.toString('hex')}'"`);
  return db;
}

/** The tables that have a row with this marker in one of its columns, whatever their type. */
export function tablesWith(db: Database, marker: string): string[] {
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all() as { name: string }[];
  return tables
    .map(({ name }) => name)
    .filter((table) => {
      const rows = db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[];
      return rows.some((row) => Object.values(row).some((cell) => contains(cell, marker)));
    });
}

function contains(cell: unknown, marker: string): boolean {
  if (typeof cell === 'string') return formsIn(Buffer.from(cell), marker).length > 0;
  return cell instanceof Uint8Array && formsIn(Buffer.from(cell), marker).length > 0;
}

// SQLCipher 4's page: content, IV (16), HMAC-SHA-512 (64); the first one begins with the salt instead of
// SQLite's own 16 bytes (https://www.zetetic.net/sqlcipher/design/). A raw key encrypts as it is.
const pageSize = 4096;
const saltSize = 16;
const ivSize = 16;
const macSize = 64;

/**
 * The decrypted pages of a database and every frame of its log, also those that SQLite itself looks at no more.
 * Each is checked by its HMAC, so that what is searched is what was written; a page that so far is in the log alone
 * is a hole in the file.
 */
export function rawPages(file: string, dataKey: Buffer): { readonly where: string; readonly content: Buffer }[] {
  const database = readFileSync(file);
  const log = readIfThere(`${file}-wal`);
  const pages = [];
  for (let at = 0, number = 1; at + pageSize <= database.length; at += pageSize, number++) {
    pages.push({ where: `page ${String(number)}`, number, bytes: database.subarray(at, at + pageSize) });
  }
  const frameHead = 24;
  for (let at = 32; at + frameHead + pageSize <= log.length; at += frameHead + pageSize) {
    const number = log.readUInt32BE(at);
    const bytes = log.subarray(at + frameHead, at + frameHead + pageSize);
    pages.push({ where: `frame of page ${String(number)}`, number, bytes });
  }
  // The first page may still lie in the log alone.
  const salt = (database.length > 0 ? database : pages.find(({ number }) => number === 1)?.bytes ?? database).subarray(0, saltSize);
  const macKey = pbkdf2Sync(dataKey, salt.map((byte) => byte ^ 0x3a), 2, 32, 'sha512');
  return pages.map(({ where, number, bytes }) => ({ where, content: decrypt(bytes, number, dataKey, macKey) }));
}

function decrypt(page: Buffer, number: number, dataKey: Buffer, macKey: Buffer): Buffer {
  if (page.every((byte) => byte === 0)) return page;
  const content = page.subarray(number === 1 ? saltSize : 0, pageSize - ivSize - macSize);
  const iv = page.subarray(pageSize - ivSize - macSize, pageSize - macSize);
  const pageNumber = Buffer.alloc(4);
  pageNumber.writeUInt32LE(number);
  const mac = createHmac('sha512', macKey).update(content).update(iv).update(pageNumber).digest();
  if (!timingSafeEqual(mac, page.subarray(pageSize - macSize))) throw new Error(`page ${String(number)} is not authentic`);
  const cipher = createDecipheriv('aes-256-cbc', dataKey, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(content), cipher.final()]);
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
