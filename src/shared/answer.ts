import type { RefusalCode } from './reply.ts';

/** What a function of main answers to a request: a refusal is an answer, never a thrown error. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RefusalCode };

export const done: Answer<Record<string, never>> = { ok: true, value: {} };

export function answer<T>(value: T): Answer<T> {
  return { ok: true, value };
}

export function refuse(code: RefusalCode): { readonly ok: false; readonly code: RefusalCode } {
  return { ok: false, code };
}
