import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Output } from '../../shared/ipc/requests.ts';
import { SignIn } from './sign-in.svelte.ts';

function bridge(answer: Output<'session.sign-in'>): FakeBridge {
  const fake = new FakeBridge({ 'session.sign-in': () => ok(answer) });
  vi.stubGlobal('window', fake.window);
  return fake;
}

function filledIn(): SignIn {
  const form = new SignIn('e1' as EnvironmentId, '');
  form.userName = ' ana.ruiz ';
  form.password = ' spaces are part of it ';
  form.oneTimeCode = '012 345';
  return form;
}

describe('signing in', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  it('sends the password as it was typed, and the one-time code as text without its spaces', async () => {
    const main = bridge({ signedIn: true, account: 'ana.ruiz' });
    expect(await filledIn().send()).toBe(true);
    expect(main.inputsOf('session.sign-in')).toEqual([
      { environmentId: 'e1', userName: 'ana.ruiz', password: ' spaces are part of it ', oneTimeCode: '012345' },
    ]);
  });

  it('forgets password and code after every answer, and keeps the user name', async () => {
    bridge({ signedIn: false, trouble: 'wrong-credentials' });
    const form = filledIn();
    expect(await form.send()).toBe(false);
    expect(form).toMatchObject({ userName: ' ana.ruiz ', password: '', oneTimeCode: '', trouble: 'wrong-credentials' });
  });

  it('asks for nothing while user name or password is missing, and knows which', async () => {
    const main = bridge({ signedIn: true, account: 'ana.ruiz' });
    const form = filledIn();
    form.password = '';
    expect(await form.send()).toBe(false);
    expect(form.missing).toBe('password');
    form.userName = ' ';
    expect(form.missing).toBe('userName');
    expect(main.asked).toEqual([]);
  });

  it('sends no code where none was typed', async () => {
    const main = bridge({ signedIn: true, account: 'ana.ruiz' });
    const form = filledIn();
    form.oneTimeCode = ' ';
    await form.send();
    expect(main.inputsOf('session.sign-in')[0]?.oneTimeCode).toBeNull();
  });
});
