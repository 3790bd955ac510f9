import { z } from 'zod';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import { parseJson, parseSecret } from './answers.ts';
import type { Answer } from './answers.ts';

/** Where the next page is: a bookmark or a URL of the platform's own, a page number, or nowhere. */
export type NextPage =
  | { readonly kind: 'end' }
  | { readonly kind: 'bookmark'; readonly next: string }
  | { readonly kind: 'number'; readonly page: number };

export interface ListPage {
  readonly secrets: readonly PlatformSecret[];
  readonly next: NextPage;
}

const envelope = z.object({
  data: z.array(z.unknown()),
  pagination: z
    .object({
      next_page: z.string().nullish().catch(null),
      page: z.number().int().optional().catch(undefined),
      total_pages: z.number().int().optional().catch(undefined),
    })
    .nullish(),
});

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A page in any of the three shapes the platform documents (cursor, limits, stream), or null for anything else.
 * A platform that ignores `pagination_type` is understood too. Items without a name are left out.
 */
export function parseListPage(answer: Answer): ListPage | null {
  if (/^application\/x-json-stream\b/i.test(answer.headers['content-type'] ?? '')) return parseStream(answer.body);
  const json = parseJson(answer.body);
  if (Array.isArray(json)) return { secrets: secretsOf(json), next: { kind: 'end' } };
  const page = envelope.safeParse(json).data;
  if (page === undefined) return null;
  return { secrets: secretsOf(page.data), next: nextOf(page.pagination ?? {}) };
}

function nextOf(pagination: NonNullable<z.infer<typeof envelope>['pagination']>): NextPage {
  const { next_page: next, page, total_pages: totalPages } = pagination;
  if (typeof next === 'string' && next !== '') return { kind: 'bookmark', next };
  if (page !== undefined && totalPages !== undefined && page < totalPages) return { kind: 'number', page: page + 1 };
  return { kind: 'end' };
}

function secretsOf(items: readonly unknown[]): PlatformSecret[] {
  return items.map(parseSecret).filter((secret) => secret !== null);
}

/** One object, or one array of them, on each line; the whole list at once. A line that breaks off is no list. */
function parseStream(body: Uint8Array): ListPage | null {
  try {
    const items = decoder
      .decode(body)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .flatMap((line): unknown => JSON.parse(line));
    return { secrets: secretsOf(items), next: { kind: 'end' } };
  } catch {
    return null;
  }
}
