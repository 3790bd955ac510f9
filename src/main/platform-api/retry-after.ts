const secondMs = 1_000;

/** What is waited where a 429 says nothing of its own; our choice, the platform publishes no rate limits. */
const unsaidMs = 30_000;
const shortestMs = secondMs;

/** The longest a platform can hold us back with one answer (design §3.8). */
const longestMs = 3_600_000;

/**
 * `Retry-After` in ms from now, between one second and one hour. A date is taken relative to the answer's own
 * `Date` (RFC 9110 §10.2.3), so that a wrong clock on either side does not matter; without one, to ours.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return unsaidMs;
  if (/^\d+$/.test(text)) return bounded(Number(text) * secondMs);
  // Every form of an HTTP date begins with its weekday; `Date.parse` would read more into other texts.
  const until = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return unsaidMs;
  const sentAt = Date.parse(headers['date'] ?? '');
  return bounded(until - (Number.isNaN(sentAt) ? now : sentAt));
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, shortestMs), longestMs);
}
