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
