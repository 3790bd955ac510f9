/** Something happened to what is kept on this computer, and the person is told until they have read it. */
export type Incident = IncidentFacts & {
  readonly id: number;
  /** Wall clock, ms. */
  readonly at: number;
  /** Files that were set aside, by name. */
  readonly setAside: readonly string[];
};

export type IncidentFacts =
  /** The outbox was damaged; what could be read goes on. */
  | {
      readonly kind: 'salvaged';
      /** Entries that were not done yet and go on. */
      readonly kept: number;
      /** Entries whose value is lost, by name: they cannot go on. */
      readonly lost: readonly LostEntry[];
    }
  /** The person chose to begin with an empty outbox. */
  | { readonly kind: 'started-afresh' }
  /** What was acknowledged and is not on the disk any more. */
  | {
      readonly kind: 'missing';
      /** What the person did and the disk lost: additions, changes, discards. */
      readonly count: number;
      readonly since: number;
      readonly until: number;
      /** Entries of which nothing is left, not even their names. */
      readonly gone: number;
      /** Entries that are as they were before: put on hold, so that none of them is sent by itself. */
      readonly onHold: number;
    };

export interface LostEntry {
  readonly id: string;
  readonly name: string;
  /** It was sent at least once: the secret may be on the platform. */
  readonly mayBeThere: boolean;
}
