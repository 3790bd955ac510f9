/** The rule of the platform's page: "only lowercase alphanumeric characters and - character". */
const allowed = /^[a-z0-9-]$/;
const keepsRule = /^[a-z0-9-]+$/;

/**
 * The most that is accepted here. The platform publishes no maximum; 253 is the longest DNS name, the most
 * generous rule its names could follow. What the platform refuses below that is told in its own words.
 */
export const maxNameLength = 253;

/** A DNS label's length: longer names, and a dash at either end, are likely to be refused by the platform. */
export const likelyNameLength = 63;

export type NameProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly max: number }
  /** `suggestion` is a name that keeps the rule, or null where nothing usable is left. */
  | { readonly kind: 'characters'; readonly wrong: readonly string[]; readonly suggestion: string | null };

export type NameWarning = 'dash-at-end' | 'longer-than-usual';

/** The problem with a name as it stands, or null. A name is never altered, only a repair is suggested. */
export function nameProblem(name: string): NameProblem | null {
  if (name === '') return { kind: 'empty' };
  const wrong = keepsRule.test(name) ? [] : [...new Set([...name].filter((character) => !allowed.test(character)))];
  if (wrong.length > 0) return { kind: 'characters', wrong, suggestion: suggestName(name) };
  if (name.length > maxNameLength) return { kind: 'too-long', max: maxNameLength };
  return null;
}

/** What may be refused by the platform although the published rule allows it. */
export function nameWarning(name: string): NameWarning | null {
  if (name.startsWith('-') || name.endsWith('-')) return 'dash-at-end';
  if (name.length > likelyNameLength) return 'longer-than-usual';
  return null;
}

function suggestName(name: string): string | null {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? null : plain.slice(0, maxNameLength);
}
