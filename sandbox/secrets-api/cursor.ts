import { z } from 'zod';

export const SORT_FIELDS = ['name', 'created', 'created_by', 'updated', 'updated_by'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

const cursorSchema = z.strictObject({
  search: z.array(z.string()),
  sortBy: z.array(z.enum(SORT_FIELDS)),
  descending: z.boolean(),
  /** The sort fields' values of the item beside the page that is meant, its name last. */
  at: z.array(z.string()),
  toward: z.enum(['next', 'previous']),
  page: z.number().int().positive(),
});

/**
 * A place in a list together with the list's own filter and order, because the official client sends nothing
 * but the cursor and a page size when it follows one. It names the neighbour and not a row
 * number, so that a secret created meanwhile neither repeats nor hides another.
 */
export type Cursor = z.output<typeof cursorSchema>;

/** Hex, because the platform calls its bookmarks "alphanumeric". */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('hex');
}

export function parseCursor(text: string): Cursor | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'hex').toString('utf8')));
  } catch {
    return undefined;
  }
}
