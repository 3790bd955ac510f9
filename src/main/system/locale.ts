/** How a POSIX locale is written: "de_DE.UTF-8@euro". */
const posix = /^(?<language>[a-z]{2,3})(?:_(?<region>[A-Z]{2}|\d{3}))?(?:[.@]|$)/;

/**
 * The locale by whose rules this computer writes dates and numbers, as a BCP 47 tag; null where it names none ("C").
 * On Linux that is a setting of its own beside the language, in the order of locale(7): LC_ALL, LC_TIME, LANG.
 *
 * @param ofTheSystem what Electron's `app.getSystemLocale()` answers: right on macOS and Windows
 */
export function formatLocale(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ofTheSystem: string): string | null {
  if (platform !== 'linux') return ofTheSystem === '' ? null : ofTheSystem;
  const set = [env['LC_ALL'], env['LC_TIME'], env['LANG']].find((value) => value !== undefined && value !== '');
  const { language, region } = posix.exec(set ?? '')?.groups ?? {};
  if (language === undefined) return null;
  return region === undefined ? language : `${language}-${region}`;
}
