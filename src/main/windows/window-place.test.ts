import { expect, test } from 'vitest';
import { placeWindow } from './window-place.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const beside = { x: 1440, y: 0, width: 2560, height: 1440 };
const last = { x: 1600, y: 100, width: 1200, height: 700, maximised: false };

test('the first time it has the size that the screens were drawn for', () => {
  expect(placeWindow(null, [laptop])).toEqual({ width: 1280, height: 800 });
});

test('it opens where it was', () => {
  expect(placeWindow(last, [laptop, beside])).toEqual({ x: 1600, y: 100, width: 1200, height: 700 });
});

test.each([
  ['whose screen is gone', last],
  ['that only a strip of would show', { ...last, x: 1400 }],
  ['whose title lies above the screen', { ...last, x: 100, y: -50 }],
  ['that lies below the screen', { ...last, x: 100, y: 890 }],
])('a place %s is forgotten, its size is kept', (_, place) => {
  expect(placeWindow(place, [laptop])).toEqual({ width: 1200, height: 700 });
});

test('it is never larger than the screen, nor smaller than what can be used', () => {
  expect(placeWindow({ ...last, x: 0, y: 0, width: 9000, height: 10 }, [laptop])).toEqual({
    x: 0, y: 0, width: 1440, height: 500,
  });
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({ width: 1024, height: 600 });
});

const left = { x: -1920, y: 180, width: 1920, height: 1080 };
const place = (x: number, y: number, width = 1200, height = 700) => ({ x, y, width, height, maximised: false });

test.each([
  ['on a screen to the left of the first', place(-1800, 300), [laptop, left]],
  ['across two screens', place(900, 100), [laptop, beside]],
  ['in a corner of its screen', place(1440, 0), [laptop, beside]],
])('%s it stays where it was', (_, where, screens) => {
  expect(placeWindow(where, screens)).toEqual({ x: where.x, y: where.y, width: where.width, height: where.height });
});

test.each([
  ['the screen was scaled, and has fewer pixels now', place(600, 100), [{ x: 0, y: 0, width: 1280, height: 720 }], { x: 80, y: 20, width: 1200, height: 700 }],
  ['a smaller screen stands in its place', place(1600, 700), [laptop, { x: 1440, y: 0, width: 1024, height: 1440 }], { x: 1440, y: 700, width: 1024, height: 700 }],
  ['the screen beside it is gone', place(900, 100), [laptop], { x: 240, y: 100, width: 1200, height: 700 }],
  ['its foot lies below the screen', place(100, 700), [laptop], { x: 100, y: 200, width: 1200, height: 700 }],
  ['a panel takes the top of the screen now', place(0, 0, 1440, 900), [{ x: 0, y: 28, width: 1440, height: 872 }], { width: 1440, height: 872 }],
])('where %s, all of it is shown', (_, where, screens, shown) => {
  expect(placeWindow(where, screens)).toEqual(shown);
});

test('of two screens it opens on the one that shows more of it', () => {
  const small = { x: 1440, y: 0, width: 800, height: 600 };
  expect(placeWindow(place(1300, 100), [laptop, small])).toMatchObject({ x: 1440, width: 800 });
});

test('without any screen it is opened all the same', () => {
  expect(placeWindow(last, [])).toEqual({ width: 1200, height: 700 });
});
