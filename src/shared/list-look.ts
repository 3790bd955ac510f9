/** The columns of the Secrets list, in the order in which they stand. */
export const everyColumn = ['name', 'state', 'created', 'createdBy', 'updated', 'updatedBy'] as const;

export type SortColumn = (typeof everyColumn)[number];

/** What a secret is called, and where it is: without these a row says nothing. */
export function isAlwaysShown(column: SortColumn): boolean {
  return column === 'name' || column === 'state';
}

export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** How the list of an environment is looked at, as far as it is remembered over a restart. */
export interface ListLookKept {
  readonly search: string;
  /** Upper and lower case are told apart, as the platform's own search does. */
  readonly matchCase: boolean;
  readonly sorting: Sorting;
  readonly columns: readonly SortColumn[];
}

/** The longest search that is remembered, in UTF-16 units: longer than any name. */
export const longestSearch = 256;
