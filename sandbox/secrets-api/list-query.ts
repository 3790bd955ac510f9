import { parseCursor, SORT_FIELDS, type Cursor, type SortField } from './cursor.ts';

export interface ListView {
  search: string[];
  sortBy: SortField[];
  descending: boolean;
}

export type ListQuery =
  | { mode: 'cursor'; view: ListView; pageSize: number; cursor: Cursor | undefined }
  | { mode: 'limits'; view: ListView; pageSize: number; page: number }
  | { mode: 'stream'; view: ListView };

/** Which parameter is wrong, and what would be right. */
export interface QueryProblem {
  field: string;
  description: string;
}

const DEFAULT_PAGE_SIZE = 20;
const LARGEST_PAGE_SIZE = 10_000;

/**
 * Reads the list parameters that Kelvin documents. Unknown keys are ignored and a page size is clamped, never
 * refused: the official client asks for 10000 where the text allows 1000.
 */
export function parseListQuery(query: URLSearchParams): ListQuery | QueryProblem {
  const mode = query.get('pagination_type') || 'cursor';
  const direction = query.get('direction') || 'asc';
  const sortBy = query.getAll('sort_by').filter((field) => field !== '');
  const unknownField = sortBy.find((field) => !(SORT_FIELDS as readonly string[]).includes(field));
  if (unknownField !== undefined)
    return { field: 'sort_by', description: `Use one of ${SORT_FIELDS.join(', ')}.` };
  if (direction !== 'asc' && direction !== 'desc')
    return { field: 'direction', description: 'Use asc or desc.' };

  const view: ListView = {
    search: query.getAll('search').filter((text) => text !== ''),
    sortBy: sortBy.length > 0 ? (sortBy as SortField[]) : ['name'],
    descending: direction === 'desc',
  };
  const pageSize = clamp(query.get('page_size'), DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE);
  switch (mode) {
    case 'stream':
      return { mode, view };
    case 'limits':
      return { mode, view, pageSize, page: clamp(query.get('page'), 1, Number.MAX_SAFE_INTEGER) };
    case 'cursor':
      return cursorQuery(query, view, pageSize);
    default:
      return { field: 'pagination_type', description: 'Use cursor, limits or stream.' };
  }
}

function cursorQuery(query: URLSearchParams, view: ListView, pageSize: number): ListQuery | QueryProblem {
  // One published client sends both, the unused one empty: `next` wins.
  const field = query.get('next') ? 'next' : 'previous';
  const text = query.get(field);
  if (!text) return { mode: 'cursor', view, pageSize, cursor: undefined };
  const cursor = parseCursor(text);
  if (cursor === undefined) return { field, description: 'This is no bookmark that this platform gave out.' };
  const { search, sortBy, descending } = cursor;
  return { mode: 'cursor', view: { search, sortBy, descending }, pageSize, cursor };
}

function clamp(text: string | null, fallback: number, largest: number): number {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isNaN(number) ? fallback : Math.min(Math.max(number, 1), largest);
}
