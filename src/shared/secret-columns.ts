import type { PlatformSecret } from './secrets-list.ts';

/**
 * Many secrets as columns, each secret at the same place of each: what is cloned from process to process costs by the
 * piece, and a list of fifty thousand names has a handful of people in it.
 */
export interface SecretColumns {
  readonly names: readonly string[];
  readonly created: readonly (string | null)[];
  readonly updated: readonly (string | null)[];
  /** Where in `people` who created it is; -1: nobody was told. */
  readonly createdBy: readonly number[];
  readonly updatedBy: readonly number[];
  readonly people: readonly string[];
}

export function columnsOf(secrets: readonly PlatformSecret[]): SecretColumns {
  const people = new Map<string, number>();
  const place = (person: string | null): number => {
    if (person === null) return -1;
    const known = people.get(person);
    if (known !== undefined) return known;
    people.set(person, people.size);
    return people.size - 1;
  };
  return {
    names: secrets.map(({ name }) => name),
    created: secrets.map(({ created }) => created),
    updated: secrets.map(({ updated }) => updated),
    createdBy: secrets.map(({ createdBy }) => place(createdBy)),
    updatedBy: secrets.map(({ updatedBy }) => place(updatedBy)),
    people: [...people.keys()],
  };
}

export function secretsOf({ names, created, updated, createdBy, updatedBy, people }: SecretColumns): PlatformSecret[] {
  return names.map((name, at) => ({
    name,
    created: created[at] ?? null,
    createdBy: people[createdBy[at] ?? -1] ?? null,
    updated: updated[at] ?? null,
    updatedBy: people[updatedBy[at] ?? -1] ?? null,
  }));
}
