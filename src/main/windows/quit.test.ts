import { beforeEach, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createQuit } from './quit.ts';
import type { Quit, QuitOptions } from './quit.ts';

const threeStay = { openEntries: 3, needAttention: 1, sending: 0 };
const nothingStays = { openEntries: 0, needAttention: 0, sending: 0 };

/** Electron's app, as far as quitting goes: it leaves when nothing prevents it. */
class FakeApp {
  gone = false;
  #listener: (event: { preventDefault(): void }) => void = () => undefined;

  on(_event: 'before-quit', listener: (event: { preventDefault(): void }) => void): void {
    this.#listener = listener;
  }

  quit(): void {
    let prevented = false;
    this.#listener({ preventDefault: () => (prevented = true) });
    if (!prevented) this.gone = true;
  }
}

let app: FakeApp;
let clock: VirtualClock;
let ask: ReturnType<typeof vi.fn<QuitOptions['ask']>>;
let show: ReturnType<typeof vi.fn<QuitOptions['show']>>;
let beforeExit: ReturnType<typeof vi.fn<() => Promise<void>>>;
let whatStays: QuitOptions['whatStays'];
beforeEach(() => {
  app = new FakeApp();
  clock = new VirtualClock();
  ask = vi.fn();
  show = vi.fn();
  beforeExit = vi.fn(async () => undefined);
  whatStays = () => threeStay;
});

function create(platform: NodeJS.Platform = 'linux'): Quit {
  return createQuit({ app, clock, platform, whatStays: () => whatStays(), ask, show, beforeExit });
}

/** Lets promises that are settled already be heard. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('with nothing in the outbox the page lets it go at once, unseen: the work ends, then the app', async () => {
  whatStays = () => nothingStays;
  const quit = create();
  app.quit();
  expect(ask).toHaveBeenCalledExactlyOnceWith(nothingStays);
  expect(beforeExit).not.toHaveBeenCalled();
  quit.answer(true);
  expect(app.gone).toBe(false);
  await settle();
  expect(beforeExit).toHaveBeenCalledOnce();
  expect(show).not.toHaveBeenCalled();
  expect(app.gone).toBe(true);
  expect(clock.timersWaiting).toBe(0);
});

test('with nothing in the outbox a page that does not answer within a second is not waited for', async () => {
  whatStays = () => nothingStays;
  create();
  app.quit();
  clock.pass(999);
  expect(beforeExit).not.toHaveBeenCalled();
  clock.pass(1);
  await settle();
  expect(app.gone).toBe(true);
});

test('a page that asks about what is typed comes to the front, and the person may take their time', async () => {
  whatStays = () => nothingStays;
  const quit = create();
  app.quit();
  quit.questionShown();
  expect(show).toHaveBeenCalledOnce();
  clock.pass(3_600_000);
  await settle();
  expect(beforeExit).not.toHaveBeenCalled();
  quit.answer(false);
  expect(quit.isEnding()).toBe(false);
  app.quit();
  quit.questionShown();
  app.quit();
  await settle();
  expect(app.gone).toBe(true);
});

test('keeping it open is no answer that time takes back', async () => {
  whatStays = () => nothingStays;
  const quit = create();
  app.quit();
  quit.answer(false);
  clock.pass(10_000);
  await settle();
  expect(app.gone).toBe(false);
});

test('with entries here the person is asked, and nothing ends before the answer', async () => {
  const quit = create();
  app.quit();
  await settle();
  expect(ask).toHaveBeenCalledExactlyOnceWith(threeStay);
  expect(show).toHaveBeenCalledOnce();
  clock.pass(10_000);
  expect(beforeExit).not.toHaveBeenCalled();
  quit.answer(true);
  await settle();
  expect(app.gone).toBe(true);
});

test('keeping it open keeps everything, and the next quit asks again', async () => {
  const quit = create();
  app.quit();
  quit.answer(false);
  await settle();
  expect(app.gone).toBe(false);
  expect(quit.isEnding()).toBe(false);
  app.quit();
  expect(ask).toHaveBeenCalledTimes(2);
});

test('an answer that nobody asked for changes nothing', async () => {
  const quit = create();
  quit.questionShown();
  quit.answer(true);
  await settle();
  expect(show).not.toHaveBeenCalled();
  expect(beforeExit).not.toHaveBeenCalled();
});

test('while nobody can be asked, the app leaves without asking', async () => {
  whatStays = () => null;
  create();
  app.quit();
  await settle();
  expect(ask).not.toHaveBeenCalled();
  expect(app.gone).toBe(true);
});

test('asking to quit again while the question stands means yes', async () => {
  create();
  app.quit();
  app.quit();
  await settle();
  expect(app.gone).toBe(true);
});

test('work that does not end is left behind after two seconds', async () => {
  beforeExit.mockReturnValue(new Promise(() => undefined));
  whatStays = () => null;
  const quit = create();
  app.quit();
  app.quit();
  await settle();
  expect(quit.isEnding()).toBe(true);
  clock.pass(1999);
  expect(app.gone).toBe(false);
  clock.pass(1);
  expect(app.gone).toBe(true);
  expect(beforeExit).toHaveBeenCalledOnce();
});

test('work that ends badly does not keep the app', async () => {
  beforeExit.mockRejectedValue(new Error('disk'));
  whatStays = () => null;
  create();
  app.quit();
  await settle();
  expect(app.gone).toBe(true);
});

test.each<NodeJS.Platform>(['linux', 'win32'])('on %s closing the last window asks as quitting does', (platform) => {
  const quit = create(platform);
  expect(quit.mayClose()).toBe(false);
  expect(ask).toHaveBeenCalledOnce();
  quit.answer(true);
  expect(quit.mayClose()).toBe(true);
});

test('on macOS a window closes by itself; closed under the question, it is an answer', async () => {
  const quit = create('darwin');
  expect(quit.mayClose()).toBe(true);
  quit.windowClosed();
  expect(beforeExit).not.toHaveBeenCalled();
  app.quit();
  quit.windowClosed();
  await settle();
  expect(app.gone).toBe(true);
});

test('a system that shuts down is not kept waiting, and the work still ends', () => {
  beforeExit.mockReturnValue(new Promise(() => undefined));
  create().systemEnds();
  expect(ask).not.toHaveBeenCalled();
  expect(beforeExit).toHaveBeenCalledOnce();
  expect(app.gone).toBe(true);
});

test('a shutdown while the page is waited for ends the work once', () => {
  whatStays = () => nothingStays;
  beforeExit.mockReturnValue(new Promise(() => undefined));
  const quit = create();
  app.quit();
  quit.systemEnds();
  clock.pass(10_000);
  expect(beforeExit).toHaveBeenCalledOnce();
  expect(app.gone).toBe(true);
});

test('a shutdown in the middle of the end does not end the work twice', () => {
  beforeExit.mockReturnValue(new Promise(() => undefined));
  whatStays = () => null;
  const quit = create();
  app.quit();
  quit.systemEnds();
  quit.systemEnds();
  expect(beforeExit).toHaveBeenCalledOnce();
  expect(app.gone).toBe(true);
});
