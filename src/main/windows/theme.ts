import { nativeTheme } from 'electron';
import type { Theme } from '../../shared/desktop.ts';

/** Light, dark or as the system, for the window's ground, its page and the system's own dialogs alike. */
export function setTheme(theme: Theme): void {
  // Told only where it changes: Chromium styles every page anew.
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
}
