import { constants } from 'node:fs';
import type { Operation } from './recorded-disk.ts';

/** A disk writes a sector whole or not at all, and sectors in any order. */
const sectorSize = 512;

/** The files of the folder by their names. */
export type Image = ReadonlyMap<string, Buffer>;

/** Says of each unsynced piece whether the disk had kept it when the power went. */
export type Keeps = (what: 'sector' | 'size' | 'name') => boolean;

/**
 * A disk that loses its power. It holds what a process did in two parts: what was made durable by a sync, and what
 * was not, which a loss of power may keep in any part: of a file each sector for itself, of the folder each name.
 * That is harsher than most file systems are.
 */
export class PowerlessDisk {
  readonly #open = new Map<number, File | 'folder'>();
  #durableNames = new Map<string, File>();
  #names = new Map<string, File>();
  #unsyncedNames: NameChange[] = [];

  /** Does what the process did. */
  do(operation: Operation): void {
    switch (operation.kind) {
      case 'open':
        this.#open.set(operation.fd, operation.path === '' ? 'folder' : this.#opened(operation.path, operation.flags));
        break;
      case 'close':
        this.#open.delete(operation.fd);
        break;
      case 'write':
        this.#file(operation.fd).change({ kind: 'write', at: operation.at, bytes: operation.bytes });
        break;
      case 'truncate':
        this.#file(operation.fd).change({ kind: 'truncate', length: operation.length });
        break;
      case 'sync':
        this.#sync(operation.fd);
        break;
      case 'rename': {
        const file = this.#names.get(operation.from);
        if (file === undefined) throw new Error(`Renamed, and never seen: ${operation.from}`);
        this.#changeName({ kind: 'rename', from: operation.from, to: operation.to, file });
        break;
      }
      case 'unlink':
        this.#changeName({ kind: 'unlink', name: operation.path });
        break;
      case 'note':
        break;
    }
  }

  /** The files as they are while there is power. */
  now(): Image {
    return new Map([...this.#names].map(([name, file]) => [name, file.now()]));
  }

  /** The files as they are after the power went. */
  afterPowerLoss(keeps: Keeps): Image {
    const names = new Map(this.#durableNames);
    for (const change of this.#unsyncedNames) if (keeps('name')) apply(change, names);
    return new Map([...names].map(([name, file]) => [name, file.afterPowerLoss(keeps)]));
  }

  #opened(path: string, flags: number): File {
    let file = this.#names.get(path);
    if (file === undefined) {
      file = new File();
      this.#changeName({ kind: 'create', name: path, file });
    }
    if ((flags & constants.O_TRUNC) !== 0) file.change({ kind: 'truncate', length: 0 });
    return file;
  }

  #sync(fd: number): void {
    const opened = this.#open.get(fd);
    if (opened === 'folder') {
      this.#durableNames = new Map(this.#names);
      this.#unsyncedNames = [];
    } else opened?.sync();
  }

  #changeName(change: NameChange): void {
    apply(change, this.#names);
    this.#unsyncedNames.push(change);
  }

  #file(fd: number): File {
    const file = this.#open.get(fd);
    if (file === undefined || file === 'folder') throw new Error(`Written, and never opened: descriptor ${fd}`);
    return file;
  }
}

type NameChange =
  | { readonly kind: 'create'; readonly name: string; readonly file: File }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly file: File }
  | { readonly kind: 'unlink'; readonly name: string };

function apply(change: NameChange, names: Map<string, File>): void {
  if (change.kind === 'unlink') names.delete(change.name);
  else if (change.kind === 'create') names.set(change.name, change.file);
  else {
    // A rename is one step in every journal: never both names, never none.
    names.delete(change.from);
    names.set(change.to, change.file);
  }
}

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number };

class File {
  #durable: Buffer = Buffer.alloc(0);
  #unsynced: Change[] = [];
  #whole: Buffer | null = this.#durable;

  change(change: Change): void {
    this.#unsynced.push(change);
    this.#whole = null;
  }

  sync(): void {
    this.#durable = this.now();
    this.#unsynced = [];
  }

  now(): Buffer {
    this.#whole ??= this.#unsynced.reduce(changed, this.#durable);
    return this.#whole;
  }

  afterPowerLoss(keeps: Keeps): Buffer {
    return this.#unsynced.flatMap((change) => piecesOf(change, keeps)).reduce(changed, this.#durable);
  }
}

/** What the disk kept of one change, in sectors. */
function piecesOf(change: Change, keeps: Keeps): Change[] {
  if (change.kind === 'truncate') return keeps('size') ? [change] : [];
  const pieces: Change[] = [];
  for (let at = change.at; at < change.at + change.bytes.length; ) {
    const end = Math.min((Math.floor(at / sectorSize) + 1) * sectorSize, change.at + change.bytes.length);
    if (keeps('sector')) pieces.push({ kind: 'write', at, bytes: change.bytes.subarray(at - change.at, end - change.at) });
    at = end;
  }
  return pieces;
}

function changed(bytes: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') {
    return change.length <= bytes.length
      ? bytes.subarray(0, change.length)
      : Buffer.concat([bytes, Buffer.alloc(change.length - bytes.length)]);
  }
  const end = change.at + change.bytes.length;
  const result = Buffer.alloc(Math.max(bytes.length, end));
  bytes.copy(result);
  change.bytes.copy(result, change.at);
  return result;
}
