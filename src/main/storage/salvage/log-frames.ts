import { closeSync, fstatSync, openSync } from 'node:fs';
import { pageSize } from '../cipher-page.ts';
import { bytesAt, sizeOf } from '../file-bytes.ts';

// The write-ahead log's format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
const headerSize = 32;
const frameHeaderSize = 24;
const littleEndianSums = 0x377f0682;
const bigEndianSums = 0x377f0683;

/** One page as the write-ahead log keeps it, still encrypted. */
export interface LogFrame {
  readonly pageNumber: number;
  /** The last frame of a transaction. */
  readonly isCommit: boolean;
  /** False where the log's own header is broken, so that SQLite would take the whole log for empty. */
  readonly isHeaderWhole: boolean;
  /** False for what an earlier round of the log left behind it. */
  readonly isOfThisLog: boolean;
  /** Whether SQLite itself would still read it: the chain of checksums holds up to here. */
  readonly isChained: boolean;
  /** Where the page begins in the file. */
  readonly offset: number;
  readonly page: Buffer;
}

/** Every frame of a write-ahead log, also those that SQLite would not read. None where there is no log. */
export function* readLog(file: string): Generator<LogFrame> {
  if (sizeOf(file) < headerSize + frameHeaderSize + pageSize) return;
  const descriptor = openSync(file, 'r');
  try {
    const header = bytesAt(descriptor, 0, headerSize);
    const magic = header.readUInt32BE(0);
    const sums = magic === bigEndianSums ? 'big' : 'little';
    let chain: Sum = checksum(header.subarray(0, 24), [0, 0], sums);
    const isHeaderWhole = (magic === littleEndianSums || magic === bigEndianSums) && matches(chain, header, 24);
    let isChained = isHeaderWhole;
    // A log always begins anew at its first frame: where the header is broken, that frame tells the log's salts.
    const salts = isHeaderWhole ? header.subarray(16, 24) : bytesAt(descriptor, headerSize, frameHeaderSize).subarray(8, 16);
    const size = fstatSync(descriptor).size;
    for (let at = headerSize; at + frameHeaderSize + pageSize <= size; at += frameHeaderSize + pageSize) {
      const head = bytesAt(descriptor, at, frameHeaderSize);
      const page = bytesAt(descriptor, at + frameHeaderSize, pageSize);
      const isOfThisLog = head.subarray(8, 16).equals(salts);
      if (isChained) {
        chain = checksum(page, checksum(head.subarray(0, 8), chain, sums), sums);
        isChained = isOfThisLog && matches(chain, head, 16);
      }
      yield {
        pageNumber: head.readUInt32BE(0),
        isCommit: head.readUInt32BE(4) !== 0,
        isHeaderWhole,
        isOfThisLog,
        isChained,
        offset: at + frameHeaderSize,
        page,
      };
    }
  } finally {
    closeSync(descriptor);
  }
}

type Sum = readonly [number, number];

function checksum(bytes: Buffer, [first, second]: Sum, order: 'big' | 'little'): Sum {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    const x = order === 'big' ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const y = order === 'big' ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}

// The sums themselves are stored big-endian, whatever order they were reckoned in.
function matches([a, b]: Sum, bytes: Buffer, at: number): boolean {
  return bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;
}
