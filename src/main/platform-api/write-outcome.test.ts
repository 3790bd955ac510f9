import { describe, expect, test } from 'vitest';
import { SecretValue } from '../../shared/secret-value.ts';
import type { Exchange } from '../system/network-port.ts';
import { jsonAnswer, noAnswer, pageAnswer, rawAnswer } from '../../../tests/support/exchanges.ts';
import { writeOutcome } from './write-outcome.ts';

const value = new SecretValue(new TextEncoder().encode('s3cr3t-value'));
const item = { name: 'demo', created: 'c', created_by: 'cb', updated: 'u', updated_by: 'ub' };
const sighting = { created: 'c', createdBy: 'cb', updated: 'u', updatedBy: 'ub' };

const heard = (exchange: Exchange) => ({ exchange, clockOffsetMs: 5, at: 0 });
const ofSecret = (exchange: Exchange) => writeOutcome(heard(exchange), { kind: 'secret', name: 'demo', value });
const ofRemoval = (exchange: Exchange) => writeOutcome(heard(exchange), { kind: 'removal' });

describe('a write is done', () => {
  test.each([
    ['201 with the same name', jsonAnswer(201, item)],
    ['200 with the same name', jsonAnswer(200, item)],
    ['a JSON type of another kind', { ...jsonAnswer(201, item), headers: { 'content-type': 'application/problem+json' } }],
  ])('by %s', (_, exchange) => {
    expect(ofSecret(exchange)).toEqual({ kind: 'done', sighting, clockOffsetMs: 5 });
  });

  test('by an answer that tells only the name', () => {
    const nothingSeen = { created: null, createdBy: null, updated: null, updatedBy: null };
    expect(ofSecret(jsonAnswer(201, { name: 'demo' }))).toMatchObject({ kind: 'done', sighting: nothingSeen });
  });

  test.each([
    ['200 without a body or type', rawAnswer(200, '')],
    ['200 with JSON null', jsonAnswer(200, null)],
    ['204', rawAnswer(204, '')],
  ])('if it is a removal, by %s', (_, exchange) => {
    expect(ofRemoval(exchange)).toEqual({ kind: 'done', sighting: null, clockOffsetMs: 5 });
  });
});

describe('a write stays uncertain', () => {
  test.each([
    ['200 with a page', pageAnswer(200), 'captive-portal'],
    ['200 with a page that calls itself JSON', rawAnswer(200, ' <html></html>', { 'content-type': 'application/json' }), 'captive-portal'],
    ['a redirect', { kind: 'redirect', status: 307 } as const, 'captive-portal'],
    ['511', pageAnswer(511), 'captive-portal'],
    ['another name', jsonAnswer(201, { ...item, name: 'other' }), 'unexpected-answer'],
    ['another shape', jsonAnswer(201, { ok: true }), 'unexpected-answer'],
    ['an empty body', jsonAnswer(201, undefined), 'unexpected-answer'],
    ['JSON that breaks off', rawAnswer(201, '{"name":"de', { 'content-type': 'application/json' }), 'unexpected-answer'],
    ['JSON without its type', rawAnswer(201, JSON.stringify(item), { 'content-type': 'text/plain' }), 'unexpected-answer'],
    ['bytes that are no UTF-8', { ...jsonAnswer(201, item), body: Uint8Array.of(0x22, 0xff, 0x22) }, 'unexpected-answer'],
    ['202, accepted for later', jsonAnswer(202, item), 'unexpected-answer'],
    ['304', rawAnswer(304, ''), 'unexpected-answer'],
    ['408', jsonAnswer(408, {}), 'timeout'],
    ['500', jsonAnswer(500, {}), 'server-error'],
    ['502 with a page', pageAnswer(502), 'server-error'],
    ['503 without Retry-After', jsonAnswer(503, {}), 'server-error'],
    ['a time-out', noAnswer('timeout'), 'timeout'],
    ['a connection that broke off', noAnswer('broken-off'), 'broken-off'],
    ['an abort', noAnswer('aborted'), 'aborted'],
  ])('after %s', (_, exchange, because) => {
    expect(ofSecret(exchange)).toMatchObject({ kind: 'uncertain', because });
  });

  test.each([
    ['a page', pageAnswer(200)],
    ['a list of errors', jsonAnswer(200, { errors: [{ title: 'no' }] })],
    ['202', rawAnswer(202, '')],
    ['words', rawAnswer(200, 'Please sign in')],
    ['half an answer', rawAnswer(200, '{"name":')],
  ])('if it is a removal, after %s', (_, exchange) => {
    expect(ofRemoval(exchange)).toMatchObject({ kind: 'uncertain' });
  });
});

describe('a write was not sent', () => {
  test('when the network is certain of it', () => {
    expect(ofSecret(noAnswer('refused', true))).toEqual({ kind: 'not-sent', reason: 'refused' });
  });

  test('when the certificate was refused; host and problem go on', () => {
    const certificate = { host: 'h', problem: 'expired' } as const;
    const exchange = { ...noAnswer('certificate', true), certificate } as Exchange;
    expect(ofSecret(exchange)).toEqual({ kind: 'certificate', trouble: certificate });
  });
});

describe('a write is refused', () => {
  test.each([
    ['400 with the platform\'s words', jsonAnswer(400, { message: 'Bad name' }), { kind: 'refused', status: 400, platformWords: 'Bad name' }],
    ['a gateway\'s 413 page', pageAnswer(413), { kind: 'refused', status: 413, platformWords: null }],
    ['422', jsonAnswer(422, {}), { kind: 'refused', status: 422, platformWords: null }],
    ['another 4xx', jsonAnswer(418, {}), { kind: 'refused', status: 418, platformWords: null }],
    ['401, also as a page', pageAnswer(401), { kind: 'unauthorized' }],
    ['403', jsonAnswer(403, { error: 'forbidden' }), { kind: 'forbidden', platformWords: 'forbidden' }],
    ['404', jsonAnswer(404, {}), { kind: 'not-found', status: 404 }],
    ['405', pageAnswer(405), { kind: 'not-found', status: 405 }],
    ['409, also as a page', pageAnswer(409), { kind: 'exists' }],
    ['429', jsonAnswer(429, {}, { 'retry-after': '3' }), { kind: 'throttled', retryAfterMs: 3_000, mayBeDone: false }],
    ['503 with Retry-After', jsonAnswer(503, {}, { 'retry-after': '3' }), { kind: 'throttled', retryAfterMs: 3_000, mayBeDone: true }],
  ])('by %s', (_, exchange, expected) => {
    expect(ofSecret(exchange)).toEqual({ ...expected, clockOffsetMs: 5 });
  });

  test('in words that do not quote the value', () => {
    const outcome = ofSecret(jsonAnswer(400, { errors: [{ description: 'Bad value "s3cr3t-value"' }] }));
    expect(outcome).toMatchObject({ kind: 'refused', platformWords: 'Bad value "[…]"' });
  });
});
