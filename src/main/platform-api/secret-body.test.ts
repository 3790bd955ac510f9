import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecretValue } from '../../shared/secret-value.ts';
import { secretBody, secretBodyLength } from './secret-body.ts';

const valueOf = (text: string) => new SecretValue(new TextEncoder().encode(text));
const parsed = (body: Uint8Array): unknown => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));

describe('a request body that carries a value', () => {
  test.each([
    ['NUL and every control character', String.fromCharCode(...Array.from({ length: 0x20 }, (_, code) => code), 0x7f)],
    ['quotes and backslashes', '"\\"\\\\"\\u0041"'],
    ['line separators that JavaScript once refused', '\u2028\u2029'],
    ['characters beyond the BMP', '🔑𝕊'],
    ['CRLF and a last newline', '-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----\n'],
    ['spaces at both ends', '  two  '],
    ['a byte order mark', '\ufeffx'],
    ['what looks like the end of the body', '"}'],
  ])('brings %s through unchanged', (_, text) => {
    expect(parsed(secretBody('demo', valueOf(text)))).toEqual({ name: 'demo', value: text });
  });

  test('brings any text through unchanged, and is as long as was foretold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, name) => {
        const body = secretBody(name, valueOf(text));
        expect(parsed(body)).toEqual({ name, value: text });
        expect(secretBodyLength(name, valueOf(text))).toBe(body.length);
      }),
    );
  });

  test('carries the value alone for a replace', () => {
    expect(parsed(secretBody(null, valueOf('new')))).toEqual({ value: 'new' });
  });
});
