import { describe, expect, it } from 'vitest';
import type { StartTrouble } from '../app-state.ts';
import type { CertificateTrouble } from '../environment.ts';
import type { RefusalCode } from '../reply.ts';
import type { SignInRefusal, SignInTrouble } from '../session.ts';
import { refusalWords } from './refusals.ts';
import { signInTroubleWords } from './sign-in.ts';
import { startTroubleWords } from './start.ts';

// What is refused, what stands before the app at its start, and why nobody is signed in: the fact, what is safe, and
// what can be done. A code that is missing here is a type error.

describe('a refusal', () => {
  const said: Readonly<Record<RefusalCode, readonly [fact: RegExp, can: RegExp]>> = {
    'not-allowed': [/did not come from the app’s own window/, /nothing was done/],
    'bad-input': [/not what the app expects\. Nothing was changed/, /Check it and press again/],
    'too-large': [/more than the app takes at once\. Nothing was changed/, /Make it smaller/],
    locked: [/is locked\. Nothing was changed/, /Unlock it/],
    'not-ready': [/still starting or about to quit\. Nothing was changed/, /Press again in a moment/],
    'wrong-passphrase': [/not the passphrase/, /Caps Lock, then type it again/],
    'weak-passphrase': [/too easy to guess/, /at least 12 characters/],
    'keychain-no-protection': [/protects nothing at the moment, or does not open the data key\. Nothing was changed/, /Unlock the keychain and press again/],
    'only-protection': [/only thing that protects what waits here/, /Set up the other one first/],
    'change-not-confirmed': [/changed and counts from now on, but the disk did not confirm it/, /Look at the disk, then do it once more/],
    'unknown-environment': [/not on this computer any more/, /Choose another one/],
    'environment-exists': [/already among your environments/, /Choose it in the switcher/],
    'environment-has-entries': [/still wait for this environment/, /Send or discard them in the outbox, then remove it/],
    'more-waits': [/More waits here by now than this question named/, /Look at the new number, then decide again/],
    'another-account': [/somebody else is signed in to this environment, or nobody/, /Look again, then decide/],
    'issuer-of-another': [/never sent to another\. Nothing was changed/, /Tell whoever looks after this platform/],
    'bad-address': [/not an address the app can use/, /looks like https:\/\//],
    'not-kelvin': [/no Kelvin platform/, /Check the address/],
    'unknown-secret': [/not in the list as last read/, /Refresh the list and look again/],
    'unknown-entry': [/not in the outbox any more/, /shows what became of it/],
    'entry-is-sending': [/being sent right now, so it cannot be changed/, /Wait for the answer/],
    'entry-moved-on': [/moved on meanwhile/, /Look at where it is now, then decide again/],
    'bad-name': [/lowercase letters, digits and dashes, 253 at the most/, /Change the name/],
    'name-already-waits': [/already waits in the outbox/, /Change that one, or use another name/],
    'empty-value': [/is empty/, /Type or paste it/],
    'value-too-large': [/larger than 1 MiB/, /Use a smaller one/],
    'lone-surrogate': [/half a character, which cannot be sent/, /Copy it once more/],
    'needs-confirmation': [/may already exist on the platform/, /Confirm that you know/],
    'undo-too-late': [/value is erased by now/, /Add it anew/],
    'disk-full': [/disk of this computer is full\. Nothing was recorded/, /Free some space and press again/],
    'disk-trouble': [/could not write to its disk\. Nothing was recorded/, /Press again/],
    'sign-in-failed': [/did not sign you in/, /Check your user name and password/],
    'not-signed-in': [/Nobody is signed in/, /Sign in first/],
    unexpected: [/could not do this/, /Press again, or restart the app/],
  };

  it.each(Object.entries(said))('says the fact and the way on: %s', (code, [fact, can]) => {
    const words = refusalWords(code as RefusalCode);
    expect(words).toMatch(fact);
    expect(words).toMatch(can);
    expect(words, 'the code itself is for the log').not.toMatch(/[a-z]+-[a-z]+-[a-z]+/);
  });
});

describe('a trouble at start', () => {
  const said: Readonly<Record<StartTrouble, readonly [happened: RegExp, safe: RegExp, can: RegExp]>> = {
    'keychain-changed': [/keychain .* answers no more, or it is another one/, /Everything that waits/, /keychain that was used before, and try again\..* Or start afresh with an empty outbox: the old files are kept aside/],
    'key-file-unreadable': [/protected data key is damaged/, /outbox itself, and the damaged file/, /from a backup .*Or start afresh/],
    'key-file-missing': [/file that holds its protected data key is not/, /outbox itself/, /from a backup .*Or start afresh/],
    'database-unreadable': [/was replaced or destroyed/, /What is already on the platform, and the damaged file/, /from a backup .*Or start afresh/],
    'database-from-newer-version': [/newer version of this app has changed the outbox/, /Everything that waits/, /Install the newer version again/],
    'profile-not-writable': [/cannot be written/, /Everything that waits/, /permissions, or connect its disk\. The app then goes on by itself/],
    'profile-not-readable': [/is here, but it cannot be read now/, /Everything that waits/, /permissions, or connect its disk\. The app then goes on by itself/],
    'disk-full': [/no room left/, /Everything that waits/, /Make some room\. The app then goes on by itself/],
    unexpected: [/stopped before it had opened the outbox/, /Everything that waits/, /Try again/],
  };

  it.each(Object.entries(said))('says what happened, what is safe and what can be done: %s', (trouble, [happened, safe, can]) => {
    const words = startTroubleWords(trouble as StartTrouble);
    expect(words.happened).toMatch(happened);
    expect(words.safe).toMatch(safe);
    expect(words.safe).toMatch(/[Nn]othing was deleted or overwritten\.$/);
    expect(words.can).toMatch(can);
  });
});

describe('a sign-in that did not work', () => {
  it('because of a proxy that the system does not name, says so all the same', () => {
    const { fact } = signInTroubleWords({ signedIn: false, trouble: 'proxy', proxy: null }, 'plant-a.example', 'browser');
    expect(fact).toBe('This network’s proxy does not let you through to plant-a.example.');
  });

  const said: Readonly<Record<SignInTrouble, readonly [fact: RegExp, next: RegExp]>> = {
    'wrong-credentials': [/does not accept this user name, password or one-time code/, /Check all three and try again/],
    proxy: [/proxy proxy\.plant:3128 does not let you through to plant-a\.example/, /Try again.* whoever looks after this network/],
    'switched-off': [/You work offline/, /Switch “Work offline” off/],
    'account-not-ready': [/something to finish first/, /on the platform’s own page at plant-a\.example/],
    'no-answer': [/plant-a\.example does not answer/, /add secrets without signing in; they wait here/],
    certificate: [/plant-a\.example shows a certificate that ran out\. It was issued by “Plant CA”/, /Your password was not sent\. Ask whoever/],
    'client-certificate': [
      /id\.example wants a certificate that shows who you are, and was shown none that it takes/,
      /You are not signed in\. Try again: .* you are asked which one to show\. .* ask whoever looks after this platform for one/,
    ],
    'not-kelvin': [/does not answer as a Kelvin platform/, /Check the address, or whether this network wants you to sign in/],
    'issuer-elsewhere': [/happens at id\.example, not at plant-a\.example/, /Your password was not sent/],
    'issuer-of-another': [
      /plant-a\.example says that sign-in happens at id\.example, which belongs to Plant B, another of your environments/,
      /Your password was not sent\..* never sent to another\. Tell whoever looks after plant-a\.example/,
    ],
    'other-issuer': [/was issued by another sign-in at id\.example/, /You are not signed in, and it was not used/],
    'unexpected-answer': [/an answer that this app does not know/, /You are not signed in\. Try again/],
    denied: [/was not agreed to/, /You are not signed in\. Try again, or sign in another way/],
    'timed-out': [/did not come back within ten minutes/, /You are not signed in\. Try again/],
    cancelled: [/was given up/, /Nothing was changed/],
    'port-taken': [/Another program on this computer uses the port/, /choose another port.*sign in another way/],
    'no-browser': [/opened no browser/, /Sign in another way/],
    'not-a-token': [/not an access token/, /Paste it whole/],
    'token-expired': [/already run out/, /Get a new one/],
    'token-of-another': [/for another platform, not for plant-a\.example/, /was not sent anywhere/],
    'token-refused': [/plant-a\.example does not accept this token/, /Get a new one/],
  };

  const certificate: CertificateTrouble = { host: 'plant-a.example', problem: 'expired', issuer: 'Plant CA' };

  it('because of a certificate, claims nothing of a browser that may have been there already', () => {
    const { next } = signInTroubleWords({ signedIn: false, trouble: 'certificate', certificate }, 'plant-a.example', 'browser');
    expect(next).toMatch(/^You are not signed in\. Ask whoever/);
  });

  it('because of a token that names no address as its issuer, shows nothing of that', () => {
    const { fact } = signInTroubleWords({ signedIn: false, trouble: 'other-issuer', issuer: 'x y' }, 'plant-a.example', 'browser');
    expect(fact).toBe('What came back from the sign-in of plant-a.example was issued by another sign-in.');
  });

  it.each(Object.entries(said))('says the fact and the next step: %s', (trouble, [fact, next]) => {
    const more = { issuer: 'https://id.example/auth', label: 'Plant B', proxy: 'proxy.plant:3128', host: 'id.example', certificate };
    const refusal = { signedIn: false, trouble, ...more } as SignInRefusal;
    const words = signInTroubleWords(refusal, 'plant-a.example', 'password');
    expect(words.fact).toMatch(fact);
    expect(words.next).toMatch(next);
  });
});
