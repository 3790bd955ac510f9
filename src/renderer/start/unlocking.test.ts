import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import { Unlocking } from './unlocking.svelte.ts';

afterEach(() => { vi.unstubAllGlobals(); });

function locked(): { readonly main: FakeBridge; readonly unlocking: Unlocking } {
  const main = new FakeBridge({
    'vault.unlock': ({ passphrase }) =>
      passphrase === 'right' ? ok({}) : { ok: false, code: 'wrong-passphrase', message: '' },
    'app.try-again': () => ok({}),
  });
  vi.stubGlobal('window', main.window);
  return { main, unlocking: new Unlocking() };
}

async function tried(unlocking: Unlocking, passphrase: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time++) {
    unlocking.passphrase = passphrase;
    await unlocking.withPassphrase();
  }
}

describe('unlocking', () => {
  it('asks nobody about an empty passphrase', async () => {
    const { main, unlocking } = locked();
    await tried(unlocking, '');
    expect(unlocking.isMissing).toBe(true);
    expect(main.asked).toEqual([]);
    unlocking.passphrase = 'x';
    expect(unlocking.isMissing).toBe(false);
  });

  it('says more after five wrong passphrases in a row, and nothing is refused to be tried', async () => {
    const { main, unlocking } = locked();
    await tried(unlocking, 'wrong', 4);
    expect(unlocking.manyWrong).toBe(false);
    await tried(unlocking, 'wrong');
    expect(unlocking.manyWrong).toBe(true);
    await tried(unlocking, 'wrong');
    expect(main.inputsOf('vault.unlock')).toHaveLength(6);
    await tried(unlocking, 'right');
    expect(unlocking.manyWrong).toBe(false);
  });

  it('keeps a wrong passphrase to be mended, and nothing of a right one', async () => {
    const { unlocking } = locked();
    await tried(unlocking, 'wrong');
    expect(unlocking).toMatchObject({ passphrase: 'wrong', refusal: 'wrong-passphrase' });
    await tried(unlocking, 'right');
    expect(unlocking).toMatchObject({ passphrase: '', refusal: null, wrongInARow: 0 });
  });

  it('remembers that the keychain was asked, until the app is open', async () => {
    const { unlocking } = locked();
    await unlocking.withKeychain();
    expect(unlocking.keychainTried).toBe(true);
    unlocking.done();
    expect(unlocking.keychainTried).toBe(false);
  });
});
