import { openDamagedPages } from './damaged-pages.ts';

/** Where SQLite's header keeps `user_version`. */
const userVersionAt = 60;

/** The version of the schema that a damaged database was written with, or null where its first page is lost. */
export function versionOfDamaged(file: string, dataKey: Uint8Array): number | null {
  const pages = openDamagedPages(file, dataKey);
  try {
    return pages?.read(1)?.bytes.readUInt32BE(userVersionAt) ?? null;
  } finally {
    pages?.close();
  }
}
