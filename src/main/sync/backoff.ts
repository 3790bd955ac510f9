/** The first delay's upper bound, and the most that is ever waited (design §3.10). */
export const backoffBaseMs = 1_000;
export const backoffCapMs = 5 * 60_000;

/**
 * Full jitter: anything between nothing and a bound that doubles with every setback, so that a thousand
 * laptops that come back at once do not knock together.
 *
 * @param setbacks how often in a row it was not done, 0 for the first delay
 * @param random 0 … 1
 */
export function backoffMs(setbacks: number, random: () => number): number {
  const bound = Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.min(setbacks, 20));
  return Math.round(random() * bound);
}
