import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EntryStateKind } from '../../shared/entry.ts';
import { assertLegal, drawMoves, legalMoves } from './moves.ts';

const states = Object.keys(legalMoves) as EntryStateKind[];

it('gives every open state a way out', () => {
  const ends = states.filter((state) => legalMoves[state].length === 0);
  expect(ends).toEqual(['delivered']);
});

it('lets a discard be taken back, into waiting alone', () => {
  expect(legalMoves.discarded).toEqual(['waiting']);
});

it('never repeats an uncertain entry without looking: from uncertain nothing leads straight to sending', () => {
  expect(legalMoves.uncertain).not.toContain('sending');
  expect(legalMoves['needs-attention']).not.toContain('sending');
});

it('refuses every move that is not in the table', () => {
  for (const from of states) {
    for (const to of states) {
      if (legalMoves[from].includes(to)) expect(() => assertLegal(from, to)).not.toThrow();
      else expect(() => assertLegal(from, to)).toThrow();
    }
  }
});

it('is the diagram that docs/outbox-states.md shows', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/outbox-states.md'), 'utf8');
  expect(page).toContain(drawMoves());
});
