/** The two letters on an environment's tile: of its first two words, else of its only one. */
export function initials(label: string): string {
  const words = label.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first, second] = words;
  if (first === undefined) return '··';
  const letters = second === undefined ? [...first].slice(0, 2) : [firstOf(first), firstOf(second)];
  return letters.join('').toUpperCase();
}

function firstOf(word: string): string {
  return [...word][0] ?? '';
}

/** Host and port as a person reads them: what follows the scheme of an origin. */
export function hostOf(origin: string): string {
  return origin.replace(/^[a-z]+:\/\//, '');
}
