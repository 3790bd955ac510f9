import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Reply } from '../../shared/reply.ts';
import type { SignInAnswer } from '../../shared/session.ts';
import { BrowserWait } from './browser-wait.svelte.ts';

let main: FakeBridge;
let wait: BrowserWait;
let answers: ((answer: SignInAnswer) => void)[];

beforeEach(() => {
  answers = [];
  main = new FakeBridge({
    'session.sign-in-browser': () =>
      new Promise<Reply<SignInAnswer>>((resolve) => answers.push((answer) => resolve(ok(answer)))),
    'session.cancel-browser': () => {
      answers.at(-1)?.({ signedIn: false, trouble: 'cancelled' });
      return ok({});
    },
    'session.redirect-port': () => ok({ port: 38638 }),
    'session.set-redirect-port': () => ok({}),
  });
  vi.stubGlobal('window', main.window);
  wait = new BrowserWait('e1' as EnvironmentId);
});
afterEach(() => { vi.unstubAllGlobals(); });

describe('waiting for the browser', () => {
  it('ends with what the browser comes back with', async () => {
    const asked = wait.ask();
    expect(wait.waiting).toBe(true);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.({ signedIn: false, trouble: 'denied' });
    expect(await asked).toEqual(ok({ signedIn: false, trouble: 'denied' }));
    expect(wait.waiting).toBe(false);
  });

  it('goes on with a new sign-in when the browser is opened again', async () => {
    const asked = wait.ask();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    wait.openAgain();
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(wait.waiting).toBe(true);
    answers[1]?.({ signedIn: true, account: 'ana' });
    expect(await asked).toEqual(ok({ signedIn: true, account: 'ana' }));
  });

  it('does not open it again for who finished in the window that was open already', async () => {
    main.answers['session.cancel-browser'] = () => ok({});
    const asked = wait.ask();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    wait.openAgain();
    answers[0]?.({ signedIn: true, account: 'ana' });
    expect(await asked).toEqual(ok({ signedIn: true, account: 'ana' }));
    expect(answers).toHaveLength(1);
  });

  it('is given up once, also right after it was opened again', async () => {
    const asked = wait.ask();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    wait.openAgain();
    wait.giveUp();
    expect(wait.givingUp).toBe(true);
    expect(await asked).toEqual(ok({ signedIn: false, trouble: 'cancelled' }));
    expect(wait).toMatchObject({ waiting: false, givingUp: false });
    wait.giveUp();
    expect(main.inputsOf('session.cancel-browser')).toHaveLength(2);
  });

  it('keeps no port that nobody could listen on', async () => {
    await wait.readPort();
    expect(wait.port).toBe('38638');
    for (const port of ['', '80', '65536', '1e4', '8080.5', '-8080']) {
      wait.port = port;
      expect(await wait.keepPort(), port).toBe(false);
    }
    expect(main.inputsOf('session.set-redirect-port')).toEqual([]);
    wait.port = ' 8080 ';
    expect(await wait.keepPort()).toBe(true);
    expect(main.inputsOf('session.set-redirect-port')).toEqual([{ port: 8080 }]);
  });
});
