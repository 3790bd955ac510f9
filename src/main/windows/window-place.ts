import type { Rectangle } from 'electron';
import type { WindowPlace } from '../system/preferences.ts';

/** The size the screens were drawn for, and the smallest at which nothing is lost. */
export const usualSize = { width: 1280, height: 800 } as const;
export const smallestSize = { width: 400, height: 500 } as const;

/** So much of a window's top must lie on a screen that a person can take hold of it, in pixels. */
const graspable = 100;

/**
 * Where the window opens: where it was, if a screen is still there; moved as little as it takes where that screen has
 * become smaller, or was scaled, or the screen beside it is gone; in its old size in the middle of the first screen if
 * nothing of it could be taken hold of; and never larger than the screen.
 *
 * @param screens what the desktop leaves free of each screen, the first one first; in pixels of the window's own scale
 */
export function placeWindow(last: WindowPlace | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (last === null) return fit(usualSize, screens[0]);
  const screen = screens
    .filter((area) => isGraspable(last, area))
    .sort((one, other) => overlap(last, other) - overlap(last, one))[0];
  if (screen === undefined) return fit(last, screens[0]);
  const shown = screens.reduce((sum, area) => sum + overlap(last, area), 0);
  // A window across two screens is where the person put it.
  if (shown >= last.width * last.height) return { x: last.x, y: last.y, width: last.width, height: last.height };
  const size = fit(last, screen);
  return { x: within(last.x, size.width, screen.x, screen.width), y: within(last.y, size.height, screen.y, screen.height), ...size };
}

function fit(size: { width: number; height: number }, screen: Rectangle | undefined) {
  return {
    width: Math.max(smallestSize.width, Math.min(size.width, screen?.width ?? size.width)),
    height: Math.max(smallestSize.height, Math.min(size.height, screen?.height ?? size.height)),
  };
}

/** Where a stretch begins so that it lies on a longer one; at its beginning where it is too long for it. */
function within(at: number, length: number, from: number, whole: number): number {
  return Math.max(from, Math.min(at, from + whole - length));
}

/** How much of the window lies on a screen, in square pixels. */
function overlap(window: Rectangle, area: Rectangle): number {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return Math.max(0, width) * Math.max(0, height);
}

function isGraspable({ x, y, width }: WindowPlace, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return shown >= graspable && y >= area.y && y <= area.y + area.height - graspable;
}
