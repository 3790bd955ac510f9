/** A text that is read from front to back, which knows the line it is at. Line ends are LF and CRLF. */
export class TextLines {
  readonly text: string;
  at = 0;
  /** 1 is the first. */
  line = 1;
  #feed = -1;

  constructor(text: string) {
    // A byte order mark says how the file is encoded and is no part of what it says.
    this.text = text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  /** Where this line ends: before its CRLF, LF or the end of the text. */
  endOfLine(): number {
    // Remembered: a line of eight megabytes with as many fields must not be searched through for each of them.
    if (this.#feed < this.at) {
      const found = this.text.indexOf('\n', this.at);
      this.#feed = found === -1 ? this.text.length : found;
    }
    const isCrlf = this.#feed > this.at && this.#feed < this.text.length && this.text.charCodeAt(this.#feed - 1) === 0x0d;
    return isCrlf ? this.#feed - 1 : this.#feed;
  }

  /** Goes to a place further on and counts the lines between. */
  goTo(place: number): void {
    for (let at = this.at; at < place; at += 1) if (this.text.charCodeAt(at) === 0x0a) this.line += 1;
    this.at = place;
  }

  /** Goes behind the line end that stands here; nothing at the end of the text. */
  passLineEnd(): void {
    if (this.text.startsWith('\r\n', this.at)) this.goTo(this.at + 2);
    else if (this.next === '\n') this.goTo(this.at + 1);
  }

  skipBlanks(): void {
    while (this.next === ' ' || this.next === '\t') this.at += 1;
  }
}
