import type { segments } from '../../shared/words/lists.ts';
import type { Sorting } from './rows.ts';

export type Segment = keyof typeof segments;

/** How one environment's list is looked at. It stays while the person is in another environment. */
export class ListLook {
  search = $state('');
  segment = $state<Segment>('all');
  sorting = $state.raw<Sorting>({ column: 'name', descending: false });
  /** How far it is scrolled, px. Nothing is drawn by it: it is only asked when the list comes back. */
  top = 0;
}
