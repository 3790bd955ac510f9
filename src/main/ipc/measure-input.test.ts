import { expect, test } from 'vitest';
import { measureInput } from './measure-input.ts';

const nested = (depth: number): unknown => (depth === 0 ? {} : { inside: nested(depth - 1) });

test.each<[string, unknown]>([
  ['nothing', {}],
  ['text, numbers and truth values', { name: 'a', count: 1, held: true, code: null }],
  ['a value of one mebibyte', { value: 'x'.repeat(1024 * 1024) }],
  ['a value with lone surrogates, which its own rule refuses', { value: '\ud800' }],
  ['an object without a prototype', Object.assign(Object.create(null), { name: 'a' })],
])('%s is fine', (_, input) => {
  expect(measureInput(input)).toBe('fine');
});

test.each<[string, unknown]>([
  ['100 MiB of text', { value: 'x'.repeat(100 * 1024 * 1024) }],
  ['much text in many fields', { a: 'x'.repeat(3 * 1024 * 1024), b: 'x'.repeat(3 * 1024 * 1024) }],
  ['a name of a field that is as long', { ['k'.repeat(5 * 1024 * 1024)]: true }],
  ['a million fields', Object.fromEntries(Array.from({ length: 1e6 }, (_, index) => [`f${index}`, 1]))],
  ['a list of ten million', new Array(1e7)],
  ['a list of many lists', Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => 1))],
])('%s is too large', (_, input) => {
  expect(measureInput(input)).toBe('too-large');
});

test.each<[string, unknown]>([
  ['depth', nested(6)],
  ['__proto__', JSON.parse('{"__proto__":{"isAdmin":true}}')],
  ['__proto__ further down', { name: JSON.parse('{"__proto__":{}}') as unknown }],
  ['constructor', { constructor: { prototype: {} } }],
  ['prototype', { prototype: {} }],
  ['another prototype', Object.create({ quit: true })],
  ['a symbol', { [Symbol('quit')]: true }],
  ['a getter', { get value() { return 'x'; } }],
  ['a date', { at: new Date(0) }],
  ['a map', new Map([['quit', true]])],
  ['bytes', new Uint8Array(4)],
  ['a bigint', { count: 1n }],
  ['not a number', { count: Number.NaN }],
  ['infinity', { count: Number.POSITIVE_INFINITY }],
  ['nothing at all', undefined],
  ['a function', () => true],
])('%s is no input', (_, input) => {
  expect(measureInput(input)).toBe('bad-input');
});

test('the ids of ten thousand entries are fine', () => {
  expect(measureInput({ discard: Array.from({ length: 10_000 }, () => crypto.randomUUID()) })).toBe('fine');
});
