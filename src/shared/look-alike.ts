import type { Environment } from './environment.ts';

/** How an environment is told from another at a glance. */
export type Look = Pick<Environment, 'label' | 'kind' | 'colour'>;

/**
 * The first of the others that could be taken for this one: the same kind and colour, and a label that reads the same,
 * whatever its capitals, spaces and forms of letters (NFKC). Null where nothing could be mistaken.
 */
export function lookAlike<T extends Look>(look: Look, others: readonly T[]): T | null {
  const label = asRead(look.label);
  if (label === '') return null;
  return others.find((one) => one.kind === look.kind && one.colour === look.colour && asRead(one.label) === label) ?? null;
}

function asRead(label: string): string {
  return label.normalize('NFKC').replace(/[\s\p{Cf}]+/gu, ' ').trim().toLowerCase();
}
