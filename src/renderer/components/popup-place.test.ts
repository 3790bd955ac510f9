import { expect, it } from 'vitest';
import { placePopup } from './popup-place.ts';

const window = { width: 1000, height: 600 };
const size = { width: 200, height: 150 };
const below = { side: 'bottom', align: 'end', gap: 4 } as const;
const button = (left: number, top: number) => ({ left, top, width: 32, height: 32 });

it('opens on the side that was asked for, lined up with the edge that was asked for', () => {
  expect(placePopup(button(500, 100), size, window, below)).toMatchObject({ left: 332, top: 136 });
  expect(placePopup(button(500, 300), size, window, { side: 'top', align: 'start', gap: 6 }))
    .toMatchObject({ left: 500, top: 144 });
});

it('opens on the other side where only that has room', () => {
  expect(placePopup(button(500, 560), size, window, below)).toMatchObject({ top: 406 });
  expect(placePopup(button(500, 20), size, window, { ...below, side: 'top' })).toMatchObject({ top: 56 });
});

it('scrolls on the roomier side where neither has room', () => {
  const tall = { width: 200, height: 900 };
  expect(placePopup(button(500, 400), tall, window, below)).toMatchObject({ top: 8, maxHeight: 388 });
  expect(placePopup(button(500, 100), tall, window, { ...below, side: 'top' })).toMatchObject({ top: 136, maxHeight: 456 });
});

it('stays within the window beside an anchor at its edge', () => {
  expect(placePopup(button(0, 100), size, window, below).left).toBe(8);
  expect(placePopup(button(968, 100), size, window, { ...below, align: 'start' }).left).toBe(792);
});
