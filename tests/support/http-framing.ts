/** The beginning of an HTTP/1.1 message: its first line's words, and its headers in lower case. */
export interface MessageHead {
  readonly first: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
}

/** Finds where HTTP/1.1 messages begin and end in a stream, and changes nothing of it. */
export interface MessageReader {
  /** The current message's head, once it is whole. */
  readonly head: MessageHead | null;
  readonly ended: boolean;
  /** Takes the next bytes of the current message. */
  push(chunk: Buffer): void;
  /** The current message is over: the next byte begins another one. */
  next(): void;
}

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

/** @param bodyWithoutLength whether a message that tells no length lasts until its connection ends, as answers do */
export function createMessageReader(bodyWithoutLength: boolean): MessageReader {
  let seen = Buffer.alloc(0);
  let head: MessageHead | null = null;
  let headBytes = 0;

  const isWhole = (): boolean => {
    if (head === null) return false;
    const body = seen.subarray(headBytes);
    if (head.headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return body.subarray(-lastChunk.length).equals(lastChunk);
    const length = head.headers.get('content-length');
    return length === undefined ? !bodyWithoutLength : body.length >= Number(length);
  };

  return {
    get head() {
      return head;
    },
    get ended() {
      return isWhole();
    },
    push(chunk) {
      seen = Buffer.concat([seen, chunk]);
      const at = seen.indexOf(headEnd);
      if (head !== null || at < 0) return;
      headBytes = at + headEnd.length;
      head = parseHead(seen.subarray(0, at).toString('latin1'));
    },
    next() {
      seen = Buffer.alloc(0);
      head = null;
    },
  };
}

function parseHead(text: string): MessageHead {
  const [first = '', ...lines] = text.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { first: first.split(' '), headers: new Map(headers) };
}
