import { everyColumn, isAlwaysShown, type ListLookKept, type SortColumn, type Sorting } from '../../shared/list-look.ts';
import type { segments } from '../../shared/words/lists.ts';

export type Segment = keyof typeof segments;

/** The button that opens the choice of columns: the application menu leads to it too. */
export const columnsButtonId = 'choose-columns';

/** How one environment's list is looked at. It stays while the person is in another environment. */
export class ListLook {
  search = $state('');
  /** As the platform's own search: "Key" does not find "key". */
  matchCase = $state(false);
  segment = $state<Segment>('all');
  sorting = $state.raw<Sorting>({ column: 'name', descending: false });
  /** In the order in which they stand. */
  columns = $state.raw<readonly SortColumn[]>(everyColumn);
  /** Whether it is what the person has now, and no more to be taken from before a restart. */
  isTaken = $state(false);
  /** How far it is scrolled, px. Nothing is drawn by it: it is only asked when the list comes back. */
  top = 0;

  /** What outlasts a restart. */
  readonly kept: ListLookKept = $derived({
    search: this.search,
    matchCase: this.matchCase,
    sorting: this.sorting,
    columns: this.columns,
  });

  /** Looks as it did before a restart. */
  take({ search, matchCase, sorting, columns }: ListLookKept): void {
    this.search = search;
    this.matchCase = matchCase;
    this.sorting = sorting;
    this.columns = columns;
  }

  shows(column: SortColumn): boolean {
    return this.columns.includes(column);
  }

  /** Shows a column, or does not. What is not shown sorts nothing. */
  toggle(column: SortColumn): void {
    const shown = this.shows(column);
    this.columns = everyColumn.filter((one) => (one === column ? !shown : this.shows(one)) || isAlwaysShown(one));
    if (!this.shows(this.sorting.column)) this.sorting = { column: 'name', descending: false };
  }
}
