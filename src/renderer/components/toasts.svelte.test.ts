import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte.ts';

let toasts: Toasts;
let told: string[];
beforeEach(() => {
  vi.useFakeTimers();
  toasts = new Toasts();
  told = [];
});
afterEach(() => vi.useRealTimers());

function offer(name: string): void {
  const action = { label: 'Undo', run: () => void told.push(`undo ${name}`) };
  toasts.show(name, { action, ongone: () => void told.push(`gone ${name}`) });
}

it('an undo is offered for 20 s, and its end is told once', () => {
  offer('a');
  vi.advanceTimersByTime(19_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual(['gone a']);
  expect(toasts.shown).toEqual([]);
});

it('under the pointer or the focus it stays', () => {
  offer('a');
  const [toast] = toasts.shown;
  if (toast !== undefined) toasts.hold(toast.id);
  vi.advanceTimersByTime(600_000);
  expect(told).toEqual([]);
});

it('an undo that was used is not told as gone, and the last one offered is used first', () => {
  offer('a');
  offer('b');
  toasts.show('something else');
  expect([toasts.undo(), toasts.undo(), toasts.undo()]).toEqual([true, true, false]);
  expect(told).toEqual(['undo b', 'undo a']);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['undo b', 'undo a']);
});

it('an undo that waits for its turn is offered for as long as any, from then on', () => {
  for (const text of ['1', '2', '3']) toasts.show(text);
  offer('a');
  vi.advanceTimersByTime(6_000);
  expect(toasts.shown.map(({ text }) => text)).toEqual(['a']);
  vi.advanceTimersByTime(19_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual(['gone a']);
});

it('below a dialog news waits, and its time with it; what answers the person in it is shown over it, with its own time', () => {
  for (const text of ['1', '2', '3']) toasts.show(text);
  toasts.pause(true);
  toasts.show('exported', { overDialogs: true });
  toasts.refuse('disk-full');
  toasts.show('4');
  const over = () => toasts.shown.filter(({ overDialogs }) => overDialogs).length;
  expect(over()).toBe(2);
  vi.advanceTimersByTime(60_000);
  expect(toasts.shown).toEqual([]);
  toasts.pause(false);
  expect(toasts.shown.map(({ text }) => text)).toEqual(['1', '2', '3']);
  vi.advanceTimersByTime(6_000);
  expect(toasts.shown.map(({ text }) => text)).toEqual(['4']);
});

it('the same words again are read out again: the region changes by a space that nobody hears', () => {
  const said: string[] = [];
  for (let time = 0; time < 3; time += 1) {
    toasts.show('copied');
    toasts.interrupt('needs you');
    said.push(`${toasts.polite}|${toasts.assertive}`);
  }
  expect(said).toEqual(['copied|needs you', 'copied\u00a0|needs you\u00a0', 'copied|needs you']);
});
