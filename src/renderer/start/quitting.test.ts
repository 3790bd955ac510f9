import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { Overlay } from '../overlay.svelte.ts';
import { masked } from '../secrets/value-view.ts';
import { hearQuit } from './quitting.ts';

const nothingStays = { openEntries: 0, needAttention: 0, sending: 0 };
const threeStay = { openEntries: 3, needAttention: 1, sending: 0 };

const environment: Environment = { id: 'a' as EnvironmentId, origin: 'https://a.example', label: 'A', kind: 'other', colour: 'slate', addedAt: 0 };

let main: FakeBridge;
let overlay: Overlay;
beforeEach(() => {
  main = new FakeBridge({ 'app.quit': () => ok({}), 'app.quit-question': () => ok({}) });
  vi.stubGlobal('window', main.window);
  overlay = new Overlay();
});
/** A form is open, and a value is typed into it. */
function type(): void {
  overlay.show({ kind: 'add-secret', environment });
  if (overlay.open?.kind !== 'add-secret') throw new Error('The form is not open');
  const { value } = overlay.open.draft;
  value.value.insertExact(masked, { start: 0, end: 0 }, 'value');
  value.changed();
}

afterEach(() => { vi.unstubAllGlobals(); });

const goesAtOnce = { channel: 'app.quit', input: { quit: true } };
const asksThePerson = { channel: 'app.quit-question', input: {} };

it('with nothing here and nothing typed the app goes without a question', () => {
  hearQuit(overlay, nothingStays, 'ready');
  expect(main.asked).toEqual([goesAtOnce]);
  expect(overlay.quitAsked).toBeNull();
});

it('an open form in which nothing is typed asks nothing', () => {
  overlay.show({ kind: 'add-secret', environment });
  hearQuit(overlay, nothingStays, 'ready');
  expect(main.asked).toEqual([goesAtOnce]);
});

it('a typed value is asked about, also where nothing waits in the outbox', () => {
  type();
  hearQuit(overlay, nothingStays, 'ready');
  expect(main.asked).toEqual([asksThePerson]);
  expect(overlay.quitAsked).toEqual(nothingStays);
});

it('entries that stay here are asked about without any form', () => {
  hearQuit(overlay, threeStay, 'ready');
  expect(main.asked).toEqual([asksThePerson]);
  expect(overlay.quitAsked).toEqual(threeStay);
});

it('a locked window tells nothing of what waits, and asks only about what is typed', () => {
  hearQuit(overlay, threeStay, 'locked');
  expect(main.asked).toEqual([goesAtOnce]);
  type();
  hearQuit(overlay, threeStay, 'locked');
  expect(main.asked).toEqual([goesAtOnce, asksThePerson]);
  expect(overlay.quitAsked).toEqual(nothingStays);
});
