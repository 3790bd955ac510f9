/** A longer name says nothing more to a person. */
const longest = 80;

/** A name from a certificate. Anybody can write anything into one: nothing of it steers the text it is shown in. */
export function plainName(name: string): string {
  const readable = name.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return [...readable].length <= longest ? readable : `${[...readable].slice(0, longest - 1).join('')}…`;
}
