import type { EntryStateKind } from '../../shared/entry.ts';

/**
 * The legal moves of an entry, the one table that every move goes through (design §3). There is no state
 * without a way out: `delivered` and `discarded` are ends, nothing else is.
 *
 * - sending → waiting only when it is certain that nothing was done: nothing left this computer, or the platform
 *   itself refused before doing anything (401, 429, a name that is not there).
 * - uncertain → waiting only after reading back found nothing.
 * - discarded → waiting only while the person can take back the discard of what was never sent (`kept-discards.ts`).
 */
export const legalMoves: Readonly<Record<EntryStateKind, readonly EntryStateKind[]>> = {
  waiting: ['sending', 'needs-attention', 'delivered', 'discarded'],
  sending: ['delivered', 'uncertain', 'waiting', 'needs-attention'],
  uncertain: ['delivered', 'waiting', 'needs-attention', 'discarded'],
  'needs-attention': ['waiting', 'delivered', 'discarded'],
  delivered: [],
  discarded: ['waiting'],
};

/** Refuses a move that is not in the table: a programming error, so it throws. */
export function assertLegal(from: EntryStateKind, to: EntryStateKind): void {
  if (!legalMoves[from].includes(to)) throw new Error(`No entry moves from ${from} to ${to}`);
}

/** The table as a Mermaid state diagram, drawn into docs/outbox-states.md by a test. */
export function drawMoves(): string {
  const name = (state: EntryStateKind): string => state.replace('-', '_');
  const lines = Object.entries(legalMoves).flatMap(([from, targets]) =>
    targets.map((to) => `  ${name(from as EntryStateKind)} --> ${name(to)}`),
  );
  return ['stateDiagram-v2', '  [*] --> waiting', ...lines, '  delivered --> [*]', '  discarded --> [*]'].join('\n');
}
