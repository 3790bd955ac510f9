/** How the app shows itself on this desktop, by the person's choice. It stands in the preferences: losing it loses nothing. */
export interface DesktopChoices {
  readonly theme: Theme;
  readonly density: Density;
  /** Closing the window leaves the app running behind its tray icon. */
  readonly closeToTray: boolean;
  /** One notification when everything arrived, one when the person is needed. */
  readonly notify: boolean;
}

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

/** What stands where nothing was chosen. */
export const usualChoices: DesktopChoices = { theme: 'system', density: 'compact', closeToTray: false, notify: true };

/** The height of a row in a list, px; the CSS gives the same as `--row`. */
export const rowHeights: Readonly<Record<Density, number>> = { compact: 36, comfortable: 44 };

/** What this system has to show things with. */
export interface DesktopAbilities {
  readonly tray: boolean;
  readonly notifications: boolean;
}
