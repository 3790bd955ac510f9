import type { Locales } from '../../shared/words/formats.ts';

/** How a POSIX locale is written: "de_DE.UTF-8@euro". */
const posix = /^(?<language>[a-z]{2,3})(?:_(?<region>[A-Z]{2}|\d{3}))?(?:[.@]|$)/;

/**
 * The locales by whose rules this computer writes dates and numbers; null where it names none ("C"). On Linux these are
 * settings of their own beside the language, in the order of locale(7): LC_ALL, LC_TIME or LC_NUMERIC, LANG.
 *
 * @param ofTheSystem what Electron's `app.getSystemLocale()` answers: right on macOS and Windows
 */
export function formatLocales(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ofTheSystem: string): Locales {
  const everywhere = ofTheSystem === '' ? null : ofTheSystem;
  if (platform !== 'linux') return { dates: everywhere, numbers: everywhere };
  return { dates: named(env, 'LC_TIME'), numbers: named(env, 'LC_NUMERIC') };
}

function named(env: NodeJS.ProcessEnv, category: string): string | null {
  const set = [env['LC_ALL'], env[category], env['LANG']].find((value) => value !== undefined && value !== '');
  const { language, region } = posix.exec(set ?? '')?.groups ?? {};
  if (language === undefined) return null;
  return region === undefined ? language : `${language}-${region}`;
}
