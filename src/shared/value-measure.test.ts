import { describe, expect, it } from 'vitest';
import { measureValue } from './value-measure.ts';

describe('the lines of a value', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['a\nb\n', 2],
    ['a\r\nb\r\n', 2],
    ['a\rb', 2],
    ['\n', 1],
    ['a\n\n', 2],
    ['\u{1f511}', 1],
  ])('in %j are %i, as in a key file whose last line ends with a newline', (value, lines) => {
    expect(measureValue(value).lines).toBe(lines);
  });
});
