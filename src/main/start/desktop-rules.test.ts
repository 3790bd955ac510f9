import { expect, test } from 'vitest';
import { usualChoices, type DesktopChoices } from '../../shared/desktop.ts';
import type { Preferences, Remembered } from '../system/preferences.ts';
import { createDesktopRules } from './desktop-rules.ts';

test('what was chosen is remembered and in force at once; where nothing was, it is quiet and closes to no tray', () => {
  const remembered: Remembered = {};
  const preferences: Preferences = {
    get: (field) => (remembered[field] as never) ?? null,
    set: (field, value) => void (remembered[field] = value),
  };
  const applied: DesktopChoices[] = [];
  const rules = createDesktopRules(preferences, (choices) => applied.push(choices));
  expect(rules.read()).toEqual(usualChoices);
  expect(usualChoices).toMatchObject({ theme: 'system', closeToTray: false });
  const dark: DesktopChoices = { theme: 'dark', density: 'comfortable', closeToTray: true, notify: false };
  rules.write(dark);
  expect(applied).toEqual([dark]);
  expect(createDesktopRules(preferences, () => undefined).read()).toEqual(dark);
});
