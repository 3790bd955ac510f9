import { afterEach, expect, it } from 'vitest';
import { amount } from './counts.ts';
import { useLocales } from './formats.ts';
import { clockTime, exactTime, when } from './times.ts';

const useLocale = (locale: string | null): void => useLocales({ dates: locale, numbers: locale });
afterEach(() => useLocale(null));

const at = new Date(2026, 10, 4, 14, 32, 7).getTime();
const early = new Date(2026, 10, 4, 9, 5).getTime();
const later = new Date(2026, 10, 24).getTime();

/** A narrow space is a space to whoever reads it. */
const read = (text: string): string => text.replace(/\s/g, ' ');

it.each([
  ['en-US', 'Nov 4, 2026', '2:32 PM', '9:05 AM', '1,048,576'],
  ['en-GB', '4 Nov 2026', '14:32', '09:05', '1,048,576'],
  ['de-DE', '4 Nov 2026', '14:32', '09:05', '1.048.576'],
  ['fr-FR', '4 Nov 2026', '14:32', '09:05', '1 048 576'],
  ['hi-IN', '4 Nov 2026', '2:32 pm', '9:05 am', '10,48,576'],
  ['ar-EG-u-nu-arab-ca-islamic', '4 Nov 2026', '2:32 pm', '9:05 am', '1,048,576'],
  ['de', '4 Nov 2026', '14:32', '09:05', '1.048.576'],
  ['not a locale', '4 Nov 2026', '14:32', '09:05', '1,048,576'],
  [null, '4 Nov 2026', '14:32', '09:05', '1,048,576'],
])('writes dates, times and numbers as %s does, in the language of the sentence', (locale, date, time, morning, number) => {
  useLocale(locale);
  expect([when(at, later), clockTime(at), clockTime(early), amount(1_048_576)].map(read)).toEqual([date, time, morning, number]);
});

it('tells the seconds where the exact time is asked for', () => {
  expect(exactTime(at)).toBe('4 Nov 2026, 14:32:07');
  useLocale('en-US');
  expect(read(exactTime(at))).toBe('Nov 4, 2026, 2:32:07 PM');
});

it('numbers have a locale of their own', () => {
  useLocales({ dates: 'de-DE', numbers: 'en-US' });
  expect([clockTime(at), amount(1_048_576)]).toEqual(['14:32', '1,048,576']);
});
