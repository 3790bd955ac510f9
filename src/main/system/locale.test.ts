import { expect, it } from 'vitest';
import { formatLocales } from './locale.ts';

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
  expect(formatLocales('linux', env, 'en-US').dates).toBe(locale);
});

it('elsewhere the system says it', () => {
  expect(formatLocales('win32', { LANG: 'de_DE' }, 'en-IE')).toEqual({ dates: 'en-IE', numbers: 'en-IE' });
  expect(formatLocales('darwin', {}, '')).toEqual({ dates: null, numbers: null });
});

it('on Linux numbers have a setting of their own', () => {
  expect(formatLocales('linux', { LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' }, '')).toEqual({ dates: 'de-DE', numbers: 'en-US' });
  expect(formatLocales('linux', { LANG: 'en_US.UTF-8', LC_NUMERIC: 'fr_FR.UTF-8' }, '')).toEqual({ dates: 'en-US', numbers: 'fr-FR' });
});
