import { describe, expect, test } from 'vitest';
import { SecretValue } from '../../shared/secret-value.ts';
import { jsonAnswer, pageAnswer, rawAnswer } from '../../../tests/support/exchanges.ts';
import { platformWords } from './platform-words.ts';

const value = new SecretValue(new TextEncoder().encode('one-two\nthree-four\nfive'));

describe('the platform\'s own words', () => {
  test.each([
    ['a description', { errors: [{ name: 'x', title: 'Invalid', description: 'The name is too long.' }] }, 'The name is too long.'],
    ['a title where there is no description', { errors: [{ title: 'Invalid request' }] }, 'Invalid request'],
    ['the message of older platforms', { errors: [{ message: ['too', 'long'] }] }, 'too long'],
    ['several errors', { errors: [{ title: 'One.' }, { title: 'Two.' }, { title: 'One.' }] }, 'One. Two.'],
    ['an OAuth error', { error: 'forbidden', error_description: 'Not for you' }, 'Not for you'],
    ['a gateway\'s message', { message: 'no Route matched' }, 'no Route matched'],
    ['control characters and line ends', { message: 'a\u0000b\r\nc\u202ed' }, 'a b c d'],
    ['nothing', {}, null],
    ['errors of the wrong type', { errors: 'none' }, null],
    ['an error that is no object', { errors: [7, { title: 'Told' }] }, 'Told'],
  ])('are taken from %s', (_, body, expected) => {
    expect(platformWords(jsonAnswer(400, body), null)).toBe(expected);
  });

  test('are not taken from a page or from what is no JSON', () => {
    expect(platformWords(pageAnswer(403), null)).toBeNull();
    expect(platformWords(rawAnswer(400, 'Bad Request', { 'content-type': 'text/plain' }), null)).toBeNull();
  });

  test('are one line of at most 300 characters', () => {
    const words = platformWords(jsonAnswer(400, { message: 'long '.repeat(200) }), null);
    expect([...(words ?? '')]).toHaveLength(300);
    expect(words).toMatch(/…$/);
  });

  test('quote nothing of a value, also where line ends were turned into spaces', () => {
    const words = platformWords(jsonAnswer(400, { message: 'Not allowed: one-two three-four five' }), value);
    expect(words).toBe('Not allowed: […]');
  });

  test('quote nothing of a value that stands far into a long message', () => {
    const words = platformWords(jsonAnswer(400, { message: `${'x'.repeat(290)} one-two\nthree-four` }), value);
    expect(words).not.toMatch(/one-two|three/);
  });
});
