import { median, ratio, type Figure, type Series } from './figure.ts';

const head = ['', 'this app', 'beside', 'ratio', 'aim', ''] as const;

/** The figures as a table for people, with its notes below. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    seriesWords(figure.ours),
    figure.beside === null ? '' : `${seriesWords(figure.beside)} (${figure.beside.label})`,
    number(ratio(figure)),
    figure.aim?.words ?? '',
    figure.aim === null ? '' : figure.aim.met ? 'met' : 'MISSED',
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd();
  const notes = figures.flatMap(({ what, note }) => (note === null ? [] : [`${what}: ${note}`]));
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), '', ...notes].join('\n');
}

/** "559 ms (530–628, n=7)": the median, and between what it lay. */
function seriesWords({ values, unit }: Series): string {
  const middle = `${number(median(values))} ${unit}`;
  if (values.length === 1) return middle;
  return `${middle} (${number(Math.min(...values))}–${number(Math.max(...values))}, n=${values.length})`;
}

function number(value: number | null): string {
  if (value === null) return '';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
