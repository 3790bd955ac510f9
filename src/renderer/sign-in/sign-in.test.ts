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
  form.choose('password');
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
    expect(form).toMatchObject({ userName: ' ana.ruiz ', password: '', oneTimeCode: '' });
    expect(form.refused?.trouble).toBe('wrong-credentials');
  });

  describe('where it is asked for at another address', () => {
    const issuer = 'https://id.example/realms/kelvin';
    const refused = { signedIn: false, trouble: 'issuer-elsewhere', issuer } as const;

    it('keeps what was typed, which went nowhere, until the person agreed; then signs in with it', async () => {
      const main = bridge(refused);
      main.answers['environments.confirm-issuer'] = () => {
        main.answers['session.sign-in'] = () => ok({ signedIn: true, account: 'ana.ruiz' });
        return ok({});
      };
      const form = filledIn();
      expect(await form.send()).toBe(false);
      expect(form.issuerElsewhere).toBe(issuer);
      expect(await form.agree()).toBe(true);
      expect(main.inputsOf('environments.confirm-issuer')).toEqual([{ environmentId: 'e1', issuer }]);
      const [before, after] = main.inputsOf('session.sign-in');
      expect(after).toEqual(before);
      expect(form).toMatchObject({ password: '', oneTimeCode: '', issuerElsewhere: null });
    });

    it('signs in nowhere when the agreement is not taken, and says so', async () => {
      const main = bridge(refused);
      main.answers['environments.confirm-issuer'] = () => ({ ok: false, code: 'bad-address', message: '' });
      const form = filledIn();
      await form.send();
      expect(await form.agree()).toBe(false);
      expect(form.submission.refusal).toBe('bad-address');
      expect(main.inputsOf('session.sign-in')).toHaveLength(1);
    });

    it('agrees to nothing that was not asked', async () => {
      const main = bridge(refused);
      expect(await filledIn().agree()).toBe(false);
      expect(main.asked).toEqual([]);
    });
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

  it('sends a service account’s secret as it was typed, and forgets it', async () => {
    const main = bridge({ signedIn: true, account: '' });
    main.answers['session.sign-in-service'] = () => ok({ signedIn: false, trouble: 'wrong-credentials' });
    const form = new SignIn('e1' as EnvironmentId, '');
    form.choose('service-account');
    expect(form.missing).toBe('clientId');
    form.clientId = ' plant-a ';
    form.clientSecret = ' s ';
    expect(await form.send()).toBe(false);
    expect(main.inputsOf('session.sign-in-service')).toEqual([{ environmentId: 'e1', clientId: 'plant-a', clientSecret: ' s ' }]);
    expect(form).toMatchObject({ clientId: ' plant-a ', clientSecret: '' });
  });

  it('forgets what was typed when another way is chosen, and what was said of it', async () => {
    bridge({ signedIn: false, trouble: 'wrong-credentials' });
    const form = filledIn();
    await form.send();
    form.password = 'again';
    form.choose('token');
    expect(form).toMatchObject({ password: '', refused: null, told: false, missing: 'token' });
  });

  it('sends no code where none was typed', async () => {
    const main = bridge({ signedIn: true, account: 'ana.ruiz' });
    const form = filledIn();
    form.oneTimeCode = ' ';
    await form.send();
    expect(main.inputsOf('session.sign-in')[0]?.oneTimeCode).toBeNull();
  });
});
