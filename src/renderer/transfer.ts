/** What was pasted or dropped: files, or text, which is empty where there is none. */
export type Transferred =
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | { readonly kind: 'text'; readonly text: string };

type Source = Pick<DataTransfer, 'files' | 'types' | 'getData'>;

/**
 * What is on the clipboard. A spreadsheet or a word processor lays a picture of the copied text beside it, which comes as
 * a file: then the text is meant. A file manager lays the file's path beside it as plain text alone: then the file is.
 */
export function pasted(data: Source | null): Transferred {
  const isFormatted = data?.types.some((type) => type === 'text/html' || type === 'text/rtf') ?? false;
  const text = textOf(data);
  return isFormatted && text !== '' ? { kind: 'text', text } : dropped(data);
}

/** What was dropped: a file before all else. */
export function dropped(data: Source | null): Transferred {
  const files = [...(data?.files ?? [])];
  return files.length > 0 ? { kind: 'files', files } : { kind: 'text', text: textOf(data) };
}

/** From the data itself: a field would alter line ends. */
function textOf(data: Source | null): string {
  return data?.getData('text/plain') ?? '';
}
