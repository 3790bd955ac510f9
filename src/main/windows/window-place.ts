import type { Rectangle } from 'electron';
import type { WindowPlace } from '../system/preferences.ts';

/** The size the screens were drawn for, and the smallest at which nothing is lost. */
export const usualSize = { width: 1280, height: 800 } as const;
export const smallestSize = { width: 400, height: 500 } as const;

/** So much of a window's top must lie on a screen that a person can take hold of it, in pixels. */
const graspable = 100;

/**
 * Where the window opens: where it was, if a screen is still there; in its old size in the middle of the
 * screen if not; and never larger than the screen.
 */
export function placeWindow(last: WindowPlace | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (last === null) return fit(usualSize, screens[0]);
  const screen = screens.find((area) => isGraspable(last, area));
  const size = fit(last, screen ?? screens[0]);
  return screen === undefined ? size : { x: last.x, y: last.y, ...size };
}

function fit(size: { width: number; height: number }, screen: Rectangle | undefined) {
  return {
    width: Math.max(smallestSize.width, Math.min(size.width, screen?.width ?? size.width)),
    height: Math.max(smallestSize.height, Math.min(size.height, screen?.height ?? size.height)),
  };
}

function isGraspable({ x, y, width }: WindowPlace, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return shown >= graspable && y >= area.y && y <= area.y + area.height - graspable;
}
