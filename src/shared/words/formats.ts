/**
 * Dates, times of day and numbers as this computer's region writes them, in the language of the words around them.
 * Where nobody said which region that is: day before month, 24 hours, 1,048,576.
 */
export interface Formats {
  /** 14:32, or 2:32 PM */
  readonly clockTime: Intl.DateTimeFormat;
  /** The same with seconds. */
  readonly exactTime: Intl.DateTimeFormat;
  /** 4 Nov 2026, or Nov 4, 2026 */
  readonly date: Intl.DateTimeFormat;
  /** 1,048,576, or 1.048.576 */
  readonly number: Intl.NumberFormat;
}

/** The language that this folder is written in. */
const language = 'en';

/** English that belongs to no country: its dates are those of most. */
const anywhere = `${language}-001`;

/** By whose rules dates and numbers are written: BCP 47 tags, e.g. "de-DE"; null or nonsense: no region. */
export interface Locales {
  readonly dates: string | null;
  readonly numbers: string | null;
}

let inUse = formatsOf({ dates: null, numbers: null });

/** From now on every date, time and number is written so. Called once in each process, before anything is said. */
export function useLocales(locales: Locales): void {
  inUse = formatsOf(locales);
}

export function formats(): Formats {
  return inUse;
}

function formatsOf({ dates, numbers }: Locales): Formats {
  const system = localeOf(dates);
  const here = system === null ? anywhere : inOurLanguage(system);
  const hourCycle = system === null ? 'h23' : hourCycleOf(system);
  const options = { hourCycle, hour: hourCycle === 'h23' ? '2-digit' : 'numeric', minute: '2-digit', timeZone: 'UTC' } as const;
  return {
    clockTime: new Intl.DateTimeFormat(here, options),
    exactTime: new Intl.DateTimeFormat(here, { ...options, second: '2-digit' }),
    date: new Intl.DateTimeFormat(here, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' }),
    // Its own separators, but digits that fit into an English sentence.
    number: new Intl.NumberFormat(localeOf(numbers)?.toString() ?? anywhere, { numberingSystem: 'latn' }),
  };
}

function localeOf(tag: string | null): Intl.Locale | null {
  if (tag === null) return null;
  try {
    const locale = new Intl.Locale(tag);
    return locale.maximize().region === undefined ? null : locale;
  } catch {
    return null;
  }
}

/** "de-DE" → "en-DE", where English is known to be written in a way of its own there. */
function inOurLanguage(system: Intl.Locale): string {
  const wanted = `${language}-${system.maximize().region ?? ''}`;
  return new Intl.DateTimeFormat(wanted).resolvedOptions().locale === wanted ? wanted : anywhere;
}

function hourCycleOf(system: Intl.Locale): 'h12' | 'h23' {
  const { hourCycle } = new Intl.DateTimeFormat(system.toString(), { hour: 'numeric' }).resolvedOptions();
  return hourCycle === 'h11' || hourCycle === 'h12' ? 'h12' : 'h23';
}
