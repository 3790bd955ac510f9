/**
 * The text of a file: UTF-8, or the UTF-16 that Windows' own tools write and mark with FF FE at the beginning (a
 * spreadsheet's "Unicode text", PowerShell's `>`). Null: it is no text in either.
 */
export function decodeFile(content: ArrayBuffer): string | null {
  const [first, second] = new Uint8Array(content);
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    // What is wrong may quote the file: nothing of it is told but that it is no text.
    return null;
  }
}
