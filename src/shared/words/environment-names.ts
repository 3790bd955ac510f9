import type { Environment } from '../environment.ts';

/**
 * The two letters on an environment's tile: of its last two words, which tell "Plant A production" from
 * "Plant A staging"; of its only word the first two.
 */
export function initials(label: string): string {
  const words = label.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const last = words.at(-1);
  if (last === undefined) return '··';
  const before = words.at(-2);
  const letters = before === undefined ? [...last].slice(0, 2) : [firstOf(before), firstOf(last)];
  return letters.join('').toUpperCase();
}

function firstOf(word: string): string {
  return [...word][0] ?? '';
}

/** Host and port as a person reads them: what follows the scheme of an origin. */
export function hostOf(origin: string): string {
  return origin.replace(/^[a-z]+:\/\//, '');
}

/** As a word of its own: "Non-production" and "Preproduction" say something else. */
const saysKind = {
  production: /(?<![\p{L}-])production(?!\p{L})/iu,
  staging: /(?<![\p{L}-])staging(?!\p{L})/iu,
} as const;

/**
 * Where something goes, as it is said where it matters: "Plant A production", or "Plant A (production)" where the label
 * alone does not tell what it is for. What is neither production nor staging is only called by its label.
 */
export function placeOf({ label, kind }: Pick<Environment, 'label' | 'kind'>): string {
  return kind === 'other' || saysKind[kind].test(label) ? label : `${label} (${kind})`;
}
