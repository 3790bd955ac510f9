/** The last moment that is a time at all, wall clock ms (ECMA-262, "Time Values and Time Range"). */
const lastTime = 8.64e15;

/**
 * When a token ends, as an issuer says it; null, unknown, where that is no time that could be told: an `exp` in
 * microseconds, or a life without measure. Such a token is used until it is refused.
 */
export function tokenEnd(at: number): number | null {
  return at <= lastTime ? at : null;
}
