import { describe, expect, it } from 'vitest';
import type { EntryId, EntryView, LastOutcome, Proof } from '../entry.ts';
import type { EnvironmentId } from '../environment.ts';
import type { Gate } from '../sync-status.ts';
import { detailsWords } from './details.ts';
import { chipOf, nextStep, proofWords, whyInList, whyInOutbox } from './states.ts';

// How the last attempt ended, in each list, while its entry waits or is uncertain; and how a delivery is known. An
// outcome that is missing here is a type error.

const now = new Date(2026, 10, 24, 14, 32).getTime();
const at = (hours: number, minutes: number) => new Date(2026, 10, 24, hours, minutes).getTime();
const open: Gate = { kind: 'open' };
const offline: Gate = { kind: 'offline', because: 'timeout', since: at(14, 31), nextProbeAt: null };
const around = { now, me: [], gate: open, place: 1 };

function entry(change: Partial<EntryView>): EntryView {
  return {
    id: 'x1' as EntryId,
    environmentId: 'e1' as EnvironmentId,
    intent: 'create',
    name: 'demosecret',
    state: { kind: 'waiting', nextTryAt: now + 8_000 },
    owner: { kind: 'me' },
    heldAt: null,
    addedAt: at(14, 24),
    attempts: 1,
    lastOutcome: null,
    valueBytes: 1,
    valueLines: 1,
    behindAnother: false,
    deliveredAs: null,
    ...change,
  };
}

describe('an entry that waits after an attempt', () => {
  const said: Readonly<Record<LastOutcome, readonly [inOutbox: string, inList: string]>> = {
    'no-network': ['Attempt 1 found no network', 'Added by you at 14:24'],
    'answer-lost': ['Attempt 1 was sent, but the answer got lost', 'Attempt 1 was sent, but the answer got lost. Tried again in 8 s'],
    'name-is-there': [
      'The platform has a secret with this name. Looking whose it is',
      'The platform has a secret with this name. Looking whose it is. Tried again in 8 s',
    ],
    'signed-out': ['Attempt 1 needs you to be signed in', 'Attempt 1 needs you to be signed in. Tried again in 8 s'],
    throttled: ['The platform asked to wait', 'The platform asked to wait. Tried again in 8 s'],
    'not-there-after-all': [
      'Looked on the platform: attempt 1 did not arrive',
      'Looked on the platform: attempt 1 did not arrive. Tried again in 8 s',
    ],
    certificate: ['Attempt 1 stopped at the platform’s certificate', 'Attempt 1 stopped at the platform’s certificate. Tried again in 8 s'],
    'server-trouble': ['The platform had trouble of its own', 'The platform had trouble of its own. Tried again in 8 s'],
    'app-was-stopped': [
      'Attempt 1 was interrupted when the app stopped',
      'Attempt 1 was interrupted when the app stopped. Tried again in 8 s',
    ],
  };

  it.each(Object.entries(said))('says how it ended (%s) and when it is tried again', (outcome, [inOutbox, inList]) => {
    const waiting = entry({ lastOutcome: outcome as LastOutcome });
    expect(whyInOutbox(waiting, around)).toBe(inOutbox);
    expect(whyInList(waiting, around)).toBe(outcome === 'no-network' ? 'Added by you at 14:24, goes next' : inList);
    expect(nextStep(waiting, around)).toBe('Try again in 8 s');
    const switchedOff = { kind: 'offline', because: 'switched-off', since: now, nextProbeAt: null } as const;
    expect(nextStep(waiting, { ...around, gate: switchedOff })).toBe('When you go online');
    expect(detailsWords(waiting, around)).toMatch(/\. It is encrypted on this computer until the platform has confirmed it\.$/);
  });

  it('says nothing of attempts where there was none', () => {
    const waiting = entry({ attempts: 0, state: { kind: 'waiting', nextTryAt: null } });
    expect([whyInOutbox(waiting, around), whyInList(waiting, around), nextStep(waiting, around)]).toEqual([
      'Not tried yet', 'Added by you at 14:24, goes next', 'Goes next',
    ]);
  });
});

describe('an entry of which nobody knows yet whether it arrived', () => {
  const lost = 'Sent at 14:30, but the answer got lost';
  const said: Readonly<Record<LastOutcome, string>> = {
    'answer-lost': lost,
    'app-was-stopped': 'Being sent at 14:30, when the app stopped',
    'name-is-there': 'Sent at 14:30. The platform says the name is in use: looking whose it is',
    'server-trouble': 'Sent at 14:30, but the platform had trouble of its own',
    throttled: 'Sent at 14:30, but the platform asked to wait',
    // After these nothing is uncertain; should it ever be, it is said as the least that is known.
    'no-network': lost,
    'signed-out': lost,
    certificate: lost,
    'not-there-after-all': lost,
  };
  const uncertain = (change: Partial<EntryView>) => entry({ state: { kind: 'uncertain', sentAt: at(14, 30), nextLookAt: now + 5_000 }, ...change });

  it.each(Object.entries(said))('says why (%s), and that it is looked for before anything is sent again', (outcome, words) => {
    const one = uncertain({ lastOutcome: outcome as LastOutcome });
    expect([chipOf(one, open).words, whyInList(one, around), whyInOutbox(one, around), nextStep(one, around)]).toEqual([
      'Checking with the platform', words, words, 'Look again in 5 s',
    ]);
    expect([chipOf(one, offline).words, whyInList(one, { ...around, gate: offline }), nextStep(one, { ...around, gate: offline })]).toEqual([
      'Not confirmed yet', `${words}. Checked before anything is sent again`, 'When the platform answers',
    ]);
    expect(detailsWords(one, around)).toBe(
      `${words}. It may be on the platform already, so the app looks there first and sends it again only if it is not. You need not do anything.`,
    );
  });

  it('is looked for also while it is on hold, and then nothing more is sent', () => {
    const held = uncertain({ heldAt: at(14, 31) });
    expect(chipOf(held, open).words).toBe('Checking with the platform');
    expect(nextStep(held, around)).toBe('Look again in 5 s');
    expect(detailsWords(held, around)).toBe(
      `${lost}. It may be on the platform already, so the app looks there first. It is on hold: nothing more is sent until you release it.`,
    );
  });

  it('is not looked for as somebody else', () => {
    const foreign = uncertain({ owner: { kind: 'account', account: 'joao.pires@plant-a.example', somebodyElseIsSignedIn: true } });
    expect(chipOf(foreign, open).words).toBe('Not confirmed yet');
    expect(nextStep(foreign, around)).toBe('When joao.pires signs in');
  });

  it('says of a replace and of a delete what may have happened', () => {
    expect(detailsWords(uncertain({ intent: 'replace' }), around)).toContain('The new value may be on the platform already, so');
    expect(detailsWords(uncertain({ intent: 'delete' }), around)).toContain('It may be deleted already, so');
  });
});

describe('a delivery', () => {
  const said: Readonly<Record<Proof, string>> = {
    answer: 'Confirmed by the answer',
    'read-back': 'Confirmed by reading back',
    person: 'Confirmed by you',
  };

  it.each(Object.entries(said))('says how it is known: %s', (proof, words) => {
    expect(proofWords(proof as Proof)).toBe(words);
    expect(whyInList(entry({ state: { kind: 'delivered', proof: proof as Proof, at: now } }), around)).toBe(words);
  });
});
