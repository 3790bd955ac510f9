/** A text that is read from front to back, which knows the line it is at. Line ends are LF and CRLF. */
export class TextLines {
  readonly text: string;
  at = 0;
  /** 1 is the first. */
  line = 1;
  /** The next LF from where it is, or the end; older than that where it lies before. */
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
    const feed = this.#nextFeed();
    const isCrlf = feed > this.at && feed < this.text.length && this.text.charCodeAt(feed - 1) === 0x0d;
    return isCrlf ? feed - 1 : feed;
  }

  /** Goes to a place further on and counts the lines between. */
  goTo(place: number): void {
    while (this.at < place) {
      const feed = this.#nextFeed();
      if (feed < place) this.line += 1;
      this.at = Math.min(feed + 1, place);
    }
  }

  /** Goes behind the line end that stands here; nothing at the end of the text. */
  passLineEnd(): void {
    if (this.text.startsWith('\r\n', this.at)) this.goTo(this.at + 2);
    else if (this.next === '\n') this.goTo(this.at + 1);
  }

  skipBlanks(): void {
    while (this.next === ' ' || this.next === '\t') this.at += 1;
  }

  /** Remembered: a line of eight megabytes with as many fields must not be searched through for each of them. */
  #nextFeed(): number {
    if (this.#feed < this.at) {
      const found = this.text.indexOf('\n', this.at);
      this.#feed = found === -1 ? this.text.length : found;
    }
    return this.#feed;
  }
}
