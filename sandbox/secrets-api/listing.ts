import { json, type Answer } from '../answer.ts';
import { encodeCursor, type Cursor } from './cursor.ts';
import type { ListQuery, ListView } from './list-query.ts';
import type { SecretItem } from './secrets.ts';

export const LIST_PATH = '/api/v4/secrets/list';
/** How `next_page` is written: as a bookmark, or as a relative URL, which published clients take as it is. */
export type CursorStyle = 'bookmark' | 'url';

/** The page of `items` that `query` asks for, in the shape of its pagination mode. */
export function answerList(items: SecretItem[], query: ListQuery, style: CursorStyle): Answer {
  const rows = arrange(items, query.view);
  switch (query.mode) {
    case 'stream':
      return stream(rows);
    case 'limits':
      return limits(rows, query.page, query.pageSize);
    case 'cursor':
      return cursorPage(rows, query, style);
  }
}

function stream(rows: SecretItem[]): Answer {
  const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return {
    status: 200,
    headers: { 'content-type': 'application/x-json-stream', 'cache-control': 'no-store' },
    body: Buffer.from(body),
  };
}

function limits(rows: SecretItem[], page: number, pageSize: number): Answer {
  const total_pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const data = rows.slice((page - 1) * pageSize, page * pageSize);
  return json(200, {
    pagination: { page, page_size: pageSize, total_pages, total_items: rows.length },
    data,
  });
}

function cursorPage(
  rows: SecretItem[],
  query: Extract<ListQuery, { mode: 'cursor' }>,
  style: CursorStyle,
): Answer {
  const { view, pageSize, cursor } = query;
  const from = start(rows, view, pageSize, cursor);
  const data = rows.slice(from.index, from.index + from.length);
  const page = cursor?.page ?? 1;
  const mark = (row: SecretItem | undefined, toward: Cursor['toward'], there: number): string | null => {
    if (row === undefined) return null;
    const text = encodeCursor({ ...view, at: key(row, view), toward, page: Math.max(1, there) });
    return style === 'url' ? `${LIST_PATH}?${toward}=${text}&page_size=${pageSize}` : text;
  };
  const more = from.index + from.length < rows.length;
  return json(200, {
    pagination: {
      next_page: mark(more ? data.at(-1) : undefined, 'next', page + 1),
      previous_page: mark(from.index > 0 ? data[0] : undefined, 'previous', page - 1),
      page_size: pageSize,
    },
    data,
  });
}

function start(
  rows: SecretItem[],
  view: ListView,
  pageSize: number,
  cursor: Cursor | undefined,
): { index: number; length: number } {
  if (cursor === undefined) return { index: 0, length: pageSize };
  const order = (row: SecretItem): number =>
    compareKeys(key(row, view), cursor.at) * (view.descending ? -1 : 1);
  if (cursor.toward === 'next') {
    const found = rows.findIndex((row) => order(row) > 0);
    return { index: found === -1 ? rows.length : found, length: pageSize };
  }
  const found = rows.findIndex((row) => order(row) >= 0);
  const end = found === -1 ? rows.length : found;
  const index = Math.max(0, end - pageSize);
  return { index, length: end - index };
}

function arrange(items: SecretItem[], view: ListView): SecretItem[] {
  const { search } = view;
  const kept =
    search.length === 0 ? items : items.filter(({ name }) => search.some((text) => name.includes(text)));
  const sign = view.descending ? -1 : 1;
  return kept
    .map((item) => ({ item, key: key(item, view) }))
    .sort((a, b) => sign * compareKeys(a.key, b.key))
    .map(({ item }) => item);
}

/** The name comes last, so that equal dates still have one order and a cursor has one place. */
function key(row: SecretItem, view: ListView): string[] {
  return [...view.sortBy.map((field) => row[field]), row.name];
}

function compareKeys(a: string[], b: string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
