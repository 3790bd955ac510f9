import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/main/storage/database.ts';
import type { Database } from '../../src/main/storage/database.ts';
import { prebuiltModule } from '../../src/main/system/native-binding.ts';

export interface TestDatabase {
  readonly db: Database;
  readonly file: string;
  readonly dataKey: Buffer;
  /** Closes and opens the same file again, as the app does at its next start. */
  reopen(): Database;
  close(): void;
}

/** The native module for the Node that runs the tests. */
export const testNativeBinding = prebuiltModule(join(import.meta.dirname, '../../node_modules/better-sqlite3'));

/**
 * A real encrypted database in a temporary folder, at the newest schema, opened by the product's own code.
 * `close()` removes it; call it in afterEach.
 */
export function openTestDatabase(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-secrets-test-'));
  const file = join(folder, 'secrets.db');
  const dataKey = randomBytes(32);
  let opened = open(file, dataKey);
  return {
    get db() {
      return opened.db;
    },
    file,
    dataKey,
    reopen() {
      opened.close();
      opened = open(file, dataKey);
      return opened.db;
    },
    close() {
      opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function open(file: string, dataKey: Buffer) {
  const opened = openDatabase({ file, dataKey, nativeBinding: testNativeBinding });
  if (opened.kind !== 'open') throw new Error(`The test database did not open: ${opened.kind}`);
  return opened;
}
