/**
 * The one place where the waiting times of requests to the platform are stated (design §3.10). A write's time
 * grows with its body, because a field link may carry no more than a few KiB a second.
 */
const baseMs = 30_000;
const msForEachStep = 1_000;
const stepBytes = 8 * 1024;

/** For one page of a list, `/users/me` and `/metadata`, in ms. */
export const readTimeoutMs = baseMs;

/** For a request that writes, in ms: 30 s and 1 s more for each begun 8 KiB of its body. */
export function writeTimeoutMs(bodyBytes: number): number {
  return baseMs + msForEachStep * Math.ceil(bodyBytes / stepBytes);
}

/** Answers to writes are a few hundred bytes; an error that echoes a value of 1 MiB, escaped, still fits. */
export const maxWriteAnswerBytes = 8 * 1024 * 1024;

/** A page of 1,000 secrets is about 300 KB; a platform that ignores the page size sends everything at once. */
export const maxReadAnswerBytes = 32 * 1024 * 1024;
