import { minPassphraseLength } from '../app-state.ts';
import type { RefusalCode } from '../reply.ts';
import { maxNameLength } from '../secret-name.ts';

// The fact first, then what the person can do. What was typed stays in its form in every case.
const sentences: Record<RefusalCode, string> = {
  'not-allowed': 'This did not come from the app’s own window, so nothing was done.',
  'bad-input': 'Something in this form is not what the app expects. Nothing was changed. Check it and press again.',
  'too-large': 'This is more than the app takes at once. Nothing was changed. Make it smaller and press again.',
  locked: 'The app is locked. Nothing was changed. Unlock it first.',
  'not-ready': 'The app is still starting or about to quit. Nothing was changed. Press again in a moment.',
  'wrong-passphrase': 'This is not the passphrase. Check the keyboard layout and Caps Lock, then type it again.',
  'weak-passphrase': `This passphrase is too easy to guess. Choose one with at least ${minPassphraseLength} characters.`,
  'keychain-no-protection':
    'This computer’s keychain protects nothing at the moment, or does not open the data key. Nothing was changed. Unlock the keychain and press again.',
  'only-protection': 'This is the only thing that protects what waits here, so it stays. Set up the other one first.',
  'change-not-confirmed':
    'This is changed and counts from now on, but the disk did not confirm it: after a loss of power, what was before may count again. Look at the disk, then do it once more.',
  'unknown-environment': 'This environment is not on this computer any more. Choose another one.',
  'environment-exists': 'This address is already among your environments. Choose it in the switcher.',
  'environment-has-entries':
    'Secrets still wait for this environment. Send or discard them in the outbox, then remove it.',
  'more-waits':
    'More waits here by now than this question named. Nothing was changed. Look at the new number, then decide again.',
  'another-account':
    'By now somebody else is signed in to this environment, or nobody. Nothing was changed. Look again, then decide.',
  'issuer-of-another':
    'You sign in to another of your environments there, and what you give for one is never sent to another. Nothing was changed. Tell whoever looks after this platform, or remove the other environment first.',
  'bad-address': 'This is not an address the app can use. It looks like https://kelvin.example.com.',
  'not-kelvin': 'Something answers at this address, but it is no Kelvin platform. Check the address.',
  'unknown-secret': 'This secret is not in the list as last read. Refresh the list and look again.',
  'unknown-entry': 'This entry is not in the outbox any more. The list shows what became of it.',
  'entry-is-sending': 'This secret is being sent right now, so it cannot be changed. Wait for the answer.',
  'entry-moved-on': 'This entry moved on meanwhile. Look at where it is now, then decide again.',
  'bad-name': `A name has lowercase letters, digits and dashes, ${maxNameLength} at the most. Change the name.`,
  'name-already-waits': 'A secret with this name already waits in the outbox. Change that one, or use another name.',
  'empty-value': 'The value is empty. Type or paste it.',
  'value-too-large': 'The value is larger than 1 MiB. Use a smaller one.',
  'lone-surrogate':
    'The value holds half a character, which cannot be sent. Copy it once more from where it came from.',
  'needs-confirmation': 'This may already exist on the platform. Confirm that you know, then it is done.',
  'undo-too-late': 'Its value is erased by now, so it cannot be brought back. Add it anew.',
  'disk-full': 'The disk of this computer is full. Nothing was recorded. Free some space and press again.',
  'disk-trouble': 'This computer could not write to its disk. Nothing was recorded. Press again.',
  'sign-in-failed': 'The platform did not sign you in. Check your user name and password.',
  'not-signed-in': 'Nobody is signed in to this environment. Sign in first.',
  unexpected: 'Something unexpected happened in the app, and it could not do this. Press again, or restart the app.',
};

/** The sentence for a refusal: what is the case, then what can be done. */
export function refusalWords(code: RefusalCode): string {
  return sentences[code];
}
