import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import { Leaving } from '../drafts/leaving.svelte.ts';
import { Overlay } from '../overlay.svelte.ts';
import { hearQuit } from './quitting.ts';

const nothingStays = { openEntries: 0, needAttention: 0, sending: 0 };
const threeStay = { openEntries: 3, needAttention: 1, sending: 0 };

let main: FakeBridge;
let overlay: Overlay;
let typed: string;
let form: Leaving;
beforeEach(() => {
  main = new FakeBridge({ 'app.quit': () => ok({}), 'app.quit-question': () => ok({}) });
  vi.stubGlobal('window', main.window);
  overlay = new Overlay();
  typed = '';
  form = new Leaving(() => typed !== '', () => undefined);
});
afterEach(() => { vi.unstubAllGlobals(); });

const goesAtOnce = { channel: 'app.quit', input: { quit: true } };
const asksThePerson = { channel: 'app.quit-question', input: {} };

it('with nothing here and nothing typed the app goes without a question', () => {
  hearQuit(overlay, nothingStays);
  expect(main.asked).toEqual([goesAtOnce]);
  expect(overlay.quitAsked).toBeNull();
});

it('an open form in which nothing is typed asks nothing', () => {
  overlay.guard(form);
  hearQuit(overlay, nothingStays);
  expect(main.asked).toEqual([goesAtOnce]);
});

it('a typed value is asked about, also where nothing waits in the outbox', () => {
  overlay.guard(form);
  typed = 'value';
  hearQuit(overlay, nothingStays);
  expect(main.asked).toEqual([asksThePerson]);
  expect(overlay.quitAsked).toEqual(nothingStays);
});

it('entries that stay here are asked about without any form', () => {
  hearQuit(overlay, threeStay);
  expect(main.asked).toEqual([asksThePerson]);
  expect(overlay.quitAsked).toEqual(threeStay);
});

it('a form that is closed holds nothing any more, and the one that took its place does', () => {
  typed = 'value';
  const closeFirst = overlay.guard(form);
  const closeSecond = overlay.guard(new Leaving(() => true, () => undefined));
  closeFirst();
  expect(overlay.holdsDraft).toBe(true);
  closeSecond();
  expect(overlay.holdsDraft).toBe(false);
});
