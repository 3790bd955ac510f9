import { expect, it } from 'vitest';
import { formatLocale } from './locale.ts';

it.each([
  [{ LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' }, 'de-DE'],
  [{ LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8', LC_ALL: 'fr_CH' }, 'fr-CH'],
  [{ LANG: 'sr_RS@latin', LC_TIME: '' }, 'sr-RS'],
  [{ LANG: 'es_419' }, 'es-419'],
  [{ LANG: 'de' }, 'de'],
  [{ LANG: 'C.UTF-8' }, null],
  [{ LANG: 'POSIX' }, null],
  [{}, null],
  [{ LANG: '../../etc/passwd' }, null],
])('on Linux %j writes as %s', (env, locale) => {
  expect(formatLocale('linux', env, 'en-US')).toBe(locale);
});

it('elsewhere the system says it', () => {
  expect(formatLocale('win32', { LANG: 'de_DE' }, 'en-IE')).toBe('en-IE');
  expect(formatLocale('darwin', {}, '')).toBeNull();
});
