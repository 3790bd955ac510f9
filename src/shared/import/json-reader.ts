import { TextLines } from './text-lines.ts';

/** The text is no JSON (RFC 8259) from where the reader stands. It carries nothing of the text. */
export class NotJson extends Error {}

export type JsonKind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';

/** Lists within lists: nobody's secrets lie deeper, and a hostile file must not exhaust the stack. */
const deepest = 64;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
/** As much of a text as needs no thought: no quote, no backslash, no control character. */
// eslint-disable-next-line no-control-regex -- RFC 8259 forbids them inside a text
const plain = /[^"\\\u0000-\u001f]*/y;

const escapes: Readonly<Record<string, string>> = {
  '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
};

/** Walks through a JSON text value by value, and knows the line. Throws `NotJson` where the text is none. */
export class JsonReader {
  readonly #source: TextLines;
  #depth = 0;

  constructor(text: string) {
    this.#source = new TextLines(text);
  }

  get line(): number {
    return this.#source.line;
  }

  /** What comes next; nothing but white space is passed. */
  peek(): JsonKind {
    this.#skipSpace();
    const next = this.#source.next;
    if (next === '"') return 'text';
    if (next === '{') return 'object';
    if (next === '[') return 'list';
    if (next === 't' || next === 'f') return 'boolean';
    if (next === 'n') return 'null';
    if (next === '-' || (next >= '0' && next <= '9')) return 'number';
    throw new NotJson();
  }

  /** Calls `read` at the value of each member, in order, with its name and its line; `read` must pass the value. */
  members(read: (name: string, line: number) => unknown): void {
    this.#sequence('{', '}', () => {
      if (this.peek() !== 'text') throw new NotJson();
      const { line } = this;
      const name = this.text();
      this.#pass(':');
      read(name, line);
    });
  }

  /** Calls `read` at each item, in order; `read` must pass it. */
  items(read: () => unknown): void {
    this.#sequence('[', ']', read);
  }

  text(): string {
    this.#pass('"');
    const parts: string[] = [];
    for (;;) {
      parts.push(this.#match(plain));
      const unit = this.#source.next;
      if (unit !== '"' && unit !== '\\') throw new NotJson();
      this.#source.at += 1;
      if (unit === '"') return parts.join('');
      parts.push(this.#escape());
    }
  }

  /** Passes a value of any kind. */
  skip(): void {
    switch (this.peek()) {
      case 'text':
        this.text();
        return;
      case 'object':
        return this.members(() => this.skip());
      case 'list':
        return this.items(() => this.skip());
      case 'number':
        if (this.#match(number) === '') throw new NotJson();
        return;
      case 'boolean':
      case 'null':
        if (this.#match(word) === '') throw new NotJson();
    }
  }

  /** Nothing but white space may follow. */
  end(): void {
    this.#skipSpace();
    if (!this.#source.isAtEnd) throw new NotJson();
  }

  #sequence(open: string, close: string, each: () => unknown): void {
    this.#pass(open);
    if (++this.#depth > deepest) throw new NotJson();
    this.#skipSpace();
    if (this.#source.next !== close) {
      for (;;) {
        each();
        this.#skipSpace();
        if (this.#source.next !== ',') break;
        this.#source.at += 1;
      }
    }
    this.#pass(close);
    this.#depth -= 1;
  }

  #escape(): string {
    const letter = this.#source.next;
    this.#source.at += 1;
    if (letter !== 'u') {
      const meant = escapes[letter];
      if (meant === undefined) throw new NotJson();
      return meant;
    }
    const digits = this.#source.text.slice(this.#source.at, this.#source.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new NotJson();
    this.#source.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #pass(character: string): void {
    this.#skipSpace();
    if (this.#source.next !== character) throw new NotJson();
    this.#source.at += 1;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#source.at;
    const found = pattern.exec(this.#source.text)?.[0] ?? '';
    this.#source.at += found.length;
    return found;
  }

  #skipSpace(): void {
    const { text } = this.#source;
    let at = this.#source.at;
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
    this.#source.goTo(at);
  }
}
