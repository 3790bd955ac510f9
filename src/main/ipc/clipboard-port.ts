/** The system's clipboard, into which nothing but a text of our own making is written. Nothing is read from it. */
export interface ClipboardPort {
  /** Resolves when it is there; an older Electron answers at once. */
  write(text: string): void | Promise<void>;
}
