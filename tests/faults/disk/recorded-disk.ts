import { readFileSync } from 'node:fs';

/** One thing that a process did to the files of its folder, as the shim saw it. Paths are below the folder. */
export type Operation =
  | { readonly kind: 'open'; readonly fd: number; readonly path: string; readonly flags: number }
  | { readonly kind: 'close'; readonly fd: number }
  | { readonly kind: 'write'; readonly fd: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly fd: number; readonly length: number }
  | { readonly kind: 'sync'; readonly fd: number }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string }
  /** What the program noted here. `changes` and `reads`: how many such calls there were before. */
  | { readonly kind: 'note'; readonly text: string; readonly changes: number; readonly reads: number };

const headSize = 17;

/** Reads what disk-shim.c wrote. A process that was killed may leave a record in pieces: it is passed over. */
export function readRecord(file: string): Operation[] {
  const bytes = readFileSync(file);
  const operations: Operation[] = [];
  for (let at = 0; at + headSize <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 13);
    if (at + headSize + length > bytes.length) break;
    const fd = bytes.readUInt32LE(at + 1);
    const position = Number(bytes.readBigUInt64LE(at + 5));
    const content = bytes.subarray(at + headSize, at + headSize + length);
    operations.push(parse(String.fromCharCode(bytes.readUInt8(at)), fd, position, content));
    at += headSize + length;
  }
  return operations;
}

function parse(kind: string, fd: number, position: number, content: Buffer): Operation {
  const text = content.toString('utf8');
  switch (kind) {
    case 'O':
      return { kind: 'open', fd, path: text, flags: position };
    case 'C':
      return { kind: 'close', fd };
    case 'W':
      return { kind: 'write', fd, at: position, bytes: content };
    case 'T':
      return { kind: 'truncate', fd, length: position };
    case 'S':
      return { kind: 'sync', fd };
    case 'R': {
      const [from = '', to = ''] = text.split('\n');
      return { kind: 'rename', from, to };
    }
    case 'U':
      return { kind: 'unlink', path: text };
    case 'M':
      return { kind: 'note', text, changes: position % 2 ** 32, reads: Math.floor(position / 2 ** 32) };
    default:
      throw new Error(`The record has no operation "${kind}"`);
  }
}
