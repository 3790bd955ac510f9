import { closeSync, openSync } from 'node:fs';
import { createPageCipher, pageSize, saltSize, type PageCipher } from '../cipher-page.ts';
import { bytesAt, sizeOf } from '../file-bytes.ts';
import { readLog } from './log-frames.ts';

/** The pages of a damaged database that can still be read. */
export interface DamagedPages {
  /** Every page's number that may be there, ascending. */
  numbers(): Iterable<number>;
  /** The newest image of the page that can still be read, or null where there is none. */
  read(number: number): PageImage | null;
  close(): void;
}

export interface PageImage {
  /** The page's usable bytes. */
  readonly bytes: Buffer;
  /** It is as it was last committed; not so where newer images of it are broken. */
  readonly isLast: boolean;
}

interface Place {
  readonly file: 'database' | 'log';
  readonly offset: number;
}

/** Null when not one page authenticates with this key: then there is nothing to be read. */
export function openDamagedPages(file: string, dataKey: Uint8Array): DamagedPages | null {
  const sizes = { database: sizeOf(file), log: sizeOf(`${file}-wal`) };
  const descriptors = {
    database: sizes.database > 0 ? openSync(file, 'r') : null,
    log: sizes.log > 0 ? openSync(`${file}-wal`, 'r') : null,
  };
  const close = (): void => {
    for (const descriptor of Object.values(descriptors)) if (descriptor !== null) closeSync(descriptor);
  };
  const bytes = (place: Place): Buffer => {
    const descriptor = descriptors[place.file];
    return descriptor === null ? Buffer.alloc(pageSize) : bytesAt(descriptor, place.offset, pageSize);
  };

  const places = placesOf(sizes.database, `${file}-wal`);
  const cipher = cipherOf(dataKey, places, bytes);
  if (cipher === null) {
    close();
    return null;
  }
  return {
    numbers: () => [...places.keys()].sort((a, b) => a - b),
    read(number) {
      // From the newest image back to the oldest one that is whole.
      for (const [age, place] of (places.get(number)?.toReversed() ?? []).entries()) {
        const plain = cipher.open(bytes(place), number);
        if (plain !== null) return { bytes: plain, isLast: age === 0 };
      }
      return null;
    },
    close,
  };
}

/** Where the images of each page lie, oldest first: in the database, then in the log as it was committed. */
function placesOf(databaseSize: number, logFile: string): Map<number, Place[]> {
  const places = new Map<number, Place[]>();
  for (let number = 1; number <= Math.ceil(databaseSize / pageSize); number++) {
    places.set(number, [{ file: 'database', offset: (number - 1) * pageSize }]);
  }
  let uncommitted: (readonly [number, Place])[] = [];
  for (const frame of readLog(logFile)) {
    if (!frame.isOfThisLog) continue;
    uncommitted.push([frame.pageNumber, { file: 'log', offset: frame.offset }]);
    if (!frame.isCommit) continue;
    for (const [number, place] of uncommitted) places.set(number, [...(places.get(number) ?? []), place]);
    uncommitted = [];
  }
  return places;
}

/**
 * The salt is the one thing that nothing authenticates, and every page depends on it. It stands at the beginning
 * of the database and of each image of page 1 in the log; and a single flipped bit of it can be found by trying.
 */
function cipherOf(
  dataKey: Uint8Array,
  places: ReadonlyMap<number, readonly Place[]>,
  bytes: (place: Place) => Buffer,
): PageCipher | null {
  const salts: Uint8Array[] = (places.get(1) ?? []).map((place) => bytes(place).subarray(0, saltSize));
  const [first] = salts;
  const candidates = first === undefined ? [] : [...salts, ...withOneBitFlipped(first)];
  for (const salt of candidates) {
    const cipher = createPageCipher(dataKey, salt);
    const tried = salts.includes(salt) ? [...places] : [...places].slice(0, pagesTriedForAGuess);
    if (tried.some(([number, images]) => images.some((place) => cipher.isAuthentic(bytes(place), number)))) return cipher;
  }
  return null;
}

/** A guessed salt is tried on this many pages: with a right guess nearly every page authenticates. */
const pagesTriedForAGuess = 8;

function withOneBitFlipped(salt: Uint8Array): Uint8Array[] {
  return Array.from({ length: salt.length * 8 }, (_, bit) =>
    salt.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
  );
}
