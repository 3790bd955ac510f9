/** "1 secret", "3 secrets". */
export function secrets(count: number): string {
  return plural(count, 'secret', 'secrets');
}

/** "1 entry", "8 entries". */
export function entries(count: number): string {
  return plural(count, 'entry', 'entries');
}

/** "1 byte", "227 bytes", "64 KiB": a value's size, exact below 10 KiB. */
export function bytes(count: number): string {
  if (count < 10 * 1024) return plural(count, 'byte', 'bytes');
  if (count < 1024 * 1024) return `${String(Math.round(count / 1024))} KiB`;
  return `${(count / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MiB`;
}

/** "227 bytes, 5 lines" */
export function measure(byteCount: number, lines: number): string {
  return `${bytes(byteCount)}, ${plural(lines, 'line', 'lines')}`;
}

export function plural(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** 12 345 as "12,345". */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
