import type { SecretValue } from '../../shared/secret-value.ts';
import type { Exchange } from '../system/network-port.ts';
import { isJsonAnswer, isPage, parseJson, parseSecret } from './answers.ts';
import type { Answer } from './answers.ts';
import type { HeardExchange } from './heard.ts';
import type { WriteOutcome } from './platform-api.ts';
import { platformWords } from './platform-words.ts';
import { retryAfterMs } from './retry-after.ts';

/** What was asked for, to know a success by and to scrub the platform's words of. */
export type Asked =
  | { readonly kind: 'secret'; readonly name: string; readonly value: SecretValue }
  | { readonly kind: 'removal' };

/** What an exchange that writes ended as. Whatever does not prove that nothing happened is `uncertain`. */
export function writeOutcome(heard: HeardExchange, asked: Asked): WriteOutcome {
  const { exchange, clockOffsetMs } = heard;
  if (exchange.kind === 'no-answer') return unanswered(exchange);
  if (exchange.kind === 'redirect') return { kind: 'uncertain', because: 'captive-portal', clockOffsetMs };
  return answered(exchange, asked, heard);
}

function unanswered(exchange: Extract<Exchange, { kind: 'no-answer' }>): WriteOutcome {
  if (!exchange.nothingWasSent) return { kind: 'uncertain', because: exchange.reason, clockOffsetMs: null };
  if (exchange.certificate !== undefined) return { kind: 'certificate', trouble: exchange.certificate };
  return { kind: 'not-sent', reason: exchange.reason };
}

/** 401, 403, 409 and 429 count whatever their content type: gateways answer them in their own shape (§1.5). */
function answered(answer: Answer, asked: Asked, { clockOffsetMs, at }: HeardExchange): WriteOutcome {
  const { status, headers } = answer;
  const value = asked.kind === 'secret' ? asked.value : null;
  if (status >= 200 && status < 300) return succeeded(answer, asked, clockOffsetMs);
  if (status === 401) return { kind: 'unauthorized', clockOffsetMs };
  if (status === 403) return { kind: 'forbidden', platformWords: platformWords(answer, value), clockOffsetMs };
  if (status === 404 || status === 405) return { kind: 'not-found', status, clockOffsetMs };
  if (status === 409) return { kind: 'exists', clockOffsetMs };
  if (status === 429) {
    return { kind: 'throttled', retryAfterMs: retryAfterMs(headers, at), mayBeDone: false, clockOffsetMs };
  }
  if (status === 503 && headers['retry-after'] !== undefined) {
    return { kind: 'throttled', retryAfterMs: retryAfterMs(headers, at), mayBeDone: true, clockOffsetMs };
  }
  return unusual(answer, value, clockOffsetMs);
}

function unusual(answer: Answer, value: SecretValue | null, clockOffsetMs: number | null): WriteOutcome {
  const { status } = answer;
  if (status === 408) return { kind: 'uncertain', because: 'timeout', clockOffsetMs };
  if (status === 407) return { kind: 'uncertain', because: 'proxy', clockOffsetMs };
  // 511 exists for captive portals (RFC 6585 §6).
  if (status === 511) return { kind: 'uncertain', because: 'captive-portal', clockOffsetMs };
  if (status >= 500) return { kind: 'uncertain', because: 'server-error', clockOffsetMs };
  if (status >= 400) return { kind: 'refused', status, platformWords: platformWords(answer, value), clockOffsetMs };
  return { kind: 'uncertain', because: 'unexpected-answer', clockOffsetMs };
}

function succeeded(answer: Answer, asked: Asked, clockOffsetMs: number | null): WriteOutcome {
  if (isPage(answer)) return { kind: 'uncertain', because: 'captive-portal', clockOffsetMs };
  if (asked.kind === 'removal') {
    return removed(answer)
      ? { kind: 'done', sighting: null, clockOffsetMs }
      : { kind: 'uncertain', because: 'unexpected-answer', clockOffsetMs };
  }
  const expected = (answer.status === 200 || answer.status === 201) && isJsonAnswer(answer);
  const secret = expected ? parseSecret(parseJson(answer.body)) : null;
  if (secret === null || secret.name !== asked.name) {
    return { kind: 'uncertain', because: 'unexpected-answer', clockOffsetMs };
  }
  const { created, createdBy, updated, updatedBy } = secret;
  return { kind: 'done', sighting: { created, createdBy, updated, updatedBy }, clockOffsetMs };
}

/**
 * A deletion's answer has no model: 200 or 204, usually empty and not JSON. A list of errors is no success, though,
 * nor is what is neither nothing nor JSON: a gateway's words, or half an answer.
 */
function removed(answer: Answer): boolean {
  if (answer.status !== 200 && answer.status !== 204) return false;
  if (answer.body.length === 0) return true;
  const json = parseJson(answer.body);
  return json !== undefined && !(typeof json === 'object' && json !== null && 'errors' in json);
}
