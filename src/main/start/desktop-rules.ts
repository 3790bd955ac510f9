import { usualChoices, type DesktopChoices } from '../../shared/desktop.ts';
import type { Preferences } from '../system/preferences.ts';

export interface DesktopRules {
  read(): DesktopChoices;
  /** Remembered and in force at once. */
  write(choices: DesktopChoices): void;
}

/** @param apply called with what stands now, after each change */
export function createDesktopRules(preferences: Preferences, apply: (choices: DesktopChoices) => void): DesktopRules {
  const read = (): DesktopChoices => ({
    theme: preferences.get('theme') ?? usualChoices.theme,
    density: preferences.get('density') ?? usualChoices.density,
    closeToTray: preferences.get('closeToTray') ?? usualChoices.closeToTray,
    notify: preferences.get('notify') ?? usualChoices.notify,
  });
  return {
    read,
    write({ theme, density, closeToTray, notify }) {
      preferences.set('theme', theme);
      preferences.set('density', density);
      preferences.set('closeToTray', closeToTray);
      preferences.set('notify', notify);
      apply(read());
    },
  };
}
