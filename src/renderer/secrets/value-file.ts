import { maxValueBytes } from '../../shared/value-measure.ts';

/** How a file became a value: its own text, or its bytes in an encoding that is text. */
export type FileForm = 'text' | 'base64';

/** A file that was taken, with both forms it can be taken in; `text` null where its bytes are no UTF-8. */
export interface ValueFile {
  readonly name: string;
  readonly bytes: number;
  readonly text: string | null;
  base64(): string;
}

export type ReadFile = { readonly kind: 'file'; readonly file: ValueFile } | { readonly kind: 'too-large' | 'not-read' | 'empty' };

/** The most bytes whose base64 is still a value. */
export const maxBase64Bytes = Math.floor(maxValueBytes / 4) * 3;

/** Reads a file that was chosen, dropped or pasted. A byte order mark is kept, because it is part of the file. */
export async function readValueFile(given: File): Promise<ReadFile> {
  if (given.size > maxValueBytes) return { kind: 'too-large' };
  const buffer = await given.arrayBuffer().catch(() => null);
  if (buffer === null) return { kind: 'not-read' };
  const bytes = new Uint8Array(buffer);
  if (bytes.length === 0) return { kind: 'empty' };
  const text = textOf(bytes);
  if (text === null && bytes.length > maxBase64Bytes) return { kind: 'too-large' };
  return { kind: 'file', file: { name: given.name, bytes: bytes.length, text, base64: () => base64Of(bytes) } };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  // In parts: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 0x2000) parts.push(String.fromCharCode(...bytes.subarray(from, from + 0x2000)));
  return btoa(parts.join(''));
}
