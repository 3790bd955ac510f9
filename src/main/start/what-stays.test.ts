import { expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import { whatStays } from './what-stays.ts';

type Profile = NonNullable<Parameters<typeof whatStays>[0]>;

/** Of account 1, of account 2, and of nobody yet. */
const line = new Map<number | null, number>([[1, 1], [2, 2], [null, 4]]);

function profileOf({ signedIn = true, gate = 'open', offline = false }): Profile {
  return {
    environments: { list: () => [{ id: 'a' as EnvironmentId }] },
    outbox: {
      rows: { counts: () => ({ waiting: 6, sending: 1, uncertain: 1, needsAttention: 1, held: 1 }), inLineByAccount: () => line },
    },
    auth: { account: () => ({ id: 1 }), isSignedIn: () => signedIn },
    sync: { status: () => ({ gate: { kind: gate } }) },
    workOffline: { isOff: offline },
  } as unknown as Profile;
}

test('while nothing is open nobody claims an entry, and the page can still say that something is typed', () => {
  expect(whatStays(null)).toEqual({ openEntries: 0, needAttention: 0, sending: 0 });
});

const counted = { openEntries: 10, needAttention: 1, sending: 1, held: 1 };

test('what is of another account, or of nobody yet, does not go by itself', () => {
  expect(whatStays(profileOf({}))).toEqual({ ...counted, unclaimed: 4, foreign: 2 });
});

test('where nobody is signed in, what is their own waits for that', () => {
  expect(whatStays(profileOf({ gate: 'sign-in' }))).toEqual({ ...counted, waitForSignIn: 5, foreign: 2 });
});

test('working offline is told, and who is not signed in there has to be before anything goes', () => {
  expect(whatStays(profileOf({ offline: true, gate: 'offline' }))).toMatchObject({ worksOffline: true, unclaimed: 4 });
  expect(whatStays(profileOf({ offline: true, gate: 'offline', signedIn: false }))).toMatchObject({ worksOffline: true, waitForSignIn: 5 });
});
