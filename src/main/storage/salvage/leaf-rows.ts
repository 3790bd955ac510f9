import { usableSize } from '../cipher-page.ts';

// SQLite's file format, as far as the leaves of tables go: https://www.sqlite.org/fileformat2.html, "B-tree
// Pages" and "Record Format".
const tableLeaf = 0x0d;
const fileHeaderSize = 100;
const leafHeaderSize = 8;
const mostOnPage = usableSize - 35;
const leastOnPage = Math.floor(((usableSize - 12) * 32) / 255) - 23;
const onOverflowPage = usableSize - 4;

export type Cell = number | string | Buffer | null;

/** One row as it lies in a leaf. A column that cannot be read any more is `undefined`. */
export interface LeafRow {
  readonly rowid: number;
  readonly columns: readonly (Cell | undefined)[];
  /** The other pages that it takes for its own. */
  readonly pages: readonly number[];
}

/**
 * The rows of one page, none where it is not a table's leaf. Which table it belongs to, the page does not say.
 *
 * @param readPage the usable bytes of another page, for what a long row keeps elsewhere
 */
export function rowsOfLeaf(page: Buffer, number: number, readPage: (number: number) => Buffer | null): LeafRow[] {
  const start = number === 1 ? fileHeaderSize : 0;
  if (page[start] !== tableLeaf) return [];
  const cells = page.readUInt16BE(start + 3);
  const rows: LeafRow[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const pointer = start + leafHeaderSize + 2 * cell;
    if (pointer + 2 > page.length) break;
    rows.push(rowAt(page, page.readUInt16BE(pointer), readPage));
  }
  return rows;
}

function rowAt(page: Buffer, at: number, readPage: (number: number) => Buffer | null): LeafRow {
  const [length, afterLength] = varint(page, at);
  const [rowid, begin] = varint(page, afterLength);
  const onPage = localSize(length);
  const local = page.subarray(begin, begin + onPage);
  const pages: number[] = [];
  const noted = (number: number): Buffer | null => {
    pages.push(number);
    return readPage(number);
  };
  const payload =
    onPage === length ? local : Buffer.concat([local, overflow(page.readUInt32BE(begin + onPage), length - onPage, noted)]);
  return { rowid, columns: columnsOf(payload), pages };
}

function localSize(length: number): number {
  if (length <= mostOnPage) return length;
  const size = leastOnPage + ((length - leastOnPage) % onOverflowPage);
  return size <= mostOnPage ? size : leastOnPage;
}

/** What a row keeps on other pages, up to the first that is not there any more. */
function overflow(first: number, length: number, readPage: (number: number) => Buffer | null): Buffer {
  const parts: Buffer[] = [];
  let left = length;
  for (let next = first; next !== 0 && left > 0; ) {
    const page = readPage(next);
    if (page === null) break;
    parts.push(page.subarray(4, 4 + Math.min(left, onOverflowPage)));
    left -= onOverflowPage;
    next = page.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function columnsOf(payload: Buffer): (Cell | undefined)[] {
  const [headerSize, afterSize] = varint(payload, 0);
  const columns: (Cell | undefined)[] = [];
  let content = headerSize;
  for (let at = afterSize; at < headerSize; ) {
    const [type, next] = varint(payload, at);
    const size = sizeOfType(type);
    columns.push(content + size <= payload.length ? cell(type, payload.subarray(content, content + size)) : undefined);
    content += size;
    at = next;
  }
  return columns;
}

const integerSizes = [0, 1, 2, 3, 4, 6, 8] as const;

function sizeOfType(type: number): number {
  if (type >= 12) return (type - 12) >> 1;
  return integerSizes[type] ?? (type === 7 ? 8 : 0);
}

function cell(type: number, bytes: Buffer): Cell {
  if (type === 0) return null;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 8 || type === 9) return type - 8;
  if (type >= 12) return type % 2 === 0 ? Buffer.from(bytes) : bytes.toString('utf8');
  return bytes.length === 8 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length);
}

/** A number of one to nine bytes, seven bits each and eight in the ninth; and where it ends. */
function varint(bytes: Buffer, at: number): readonly [number, number] {
  let value = 0n;
  for (let index = 0; index < 9; index++) {
    const byte = BigInt(bytes[at + index] ?? 0);
    if (index === 8) return [Number(BigInt.asIntN(64, (value << 8n) | byte)), at + 9];
    value = (value << 7n) | (byte & 0x7fn);
    if ((byte & 0x80n) === 0n) return [Number(value), at + index + 1];
  }
  return [Number(value), at];
}
