import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { SignInMethod } from '../../shared/session.ts';
import { ownEntries, SignOut } from './sign-out.svelte.ts';

const here = 'e1' as EnvironmentId;

describe('signing out', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  it('counts what waits here for this account, and nothing of others or elsewhere', () => {
    const entry = (environmentId: string, owner: EntryView['owner']) => ({ environmentId, owner }) as EntryView;
    const mine = entry(here, { kind: 'me' });
    const entries = [
      mine,
      entry('e2', { kind: 'me' }),
      entry(here, { kind: 'nobody-yet' }),
      entry(here, { kind: 'account', account: 'ben', somebodyElseIsSignedIn: true }),
    ];
    expect(ownEntries({ entries }, here)).toEqual([mine]);
  });

  it.each<[SignInMethod, boolean, RegExp | null]>([
    ['browser', true, null],
    ['password', false, /could not be told/],
    ['service-account', false, null],
    ['token', false, /works until it runs out/],
  ])('says what is left to know: %s, told to the platform: %s', async (method, reached, said) => {
    const main = new FakeBridge({ 'session.sign-out': () => ok({ reached }) });
    vi.stubGlobal('window', main.window);
    const leaving = new SignOut(here, { kind: 'signed-in', account: 'ana', accountId: 1, until: null, method });
    expect(await leaving.commit(['a1' as EntryId])).toBe(true);
    expect(main.inputsOf('session.sign-out')).toEqual([{ environmentId: here, discard: ['a1'] }]);
    if (said === null) expect(leaving.news).toBeNull();
    else expect(leaving.news).toMatch(said);
  });

  it('is not over where it was refused', async () => {
    vi.stubGlobal('window', new FakeBridge({ 'session.sign-out': () => ({ ok: false, code: 'locked', message: '' }) }).window);
    const leaving = new SignOut(here, { kind: 'signed-in', account: 'ana', accountId: 1, until: null, method: 'password' });
    expect(await leaving.commit(null)).toBe(false);
    expect(leaving.submission.refusal).toBe('locked');
  });
});
