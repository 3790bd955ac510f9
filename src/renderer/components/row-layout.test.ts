import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowLayout } from './row-layout.ts';

const heights = fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 300 });

describe('a long list', () => {
  it('draws every row that is on the screen, wherever it is scrolled to', () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: -200, max: 20_000 }), fc.integer({ min: 0, max: 900 }), (rows, from, height) => {
        const layout = new RowLayout(rows);
        const { first, end } = layout.visible(from, height);
        rows.forEach((_, index) => {
          const onScreen = layout.top(index) < from + height && layout.top(index + 1) > from;
          if (onScreen) expect(index >= first && index < end).toBe(true);
        });
      }),
    );
  });

  it('keeps its whole height whatever is drawn', () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: -200, max: 20_000 }), (rows, from) => {
        const layout = new RowLayout(rows);
        const { first, end, before, after } = layout.visible(from, 600);
        const drawn = rows.slice(first, end).reduce((sum, height) => sum + height, 0);
        expect(before + drawn + after).toBe(layout.height);
      }),
    );
  });

  it('draws a screenful of ten thousand rows', () => {
    const layout = new RowLayout(Array.from({ length: 10_000 }, () => 36));
    const { first, end } = layout.visible(180_000, 720);
    expect(end - first).toBeLessThan(50);
  });

  it('is empty without rows', () => {
    expect(new RowLayout([]).visible(0, 600)).toEqual({ first: 0, end: 0, before: 0, after: 0 });
  });
});
