/** Every refusal of a request, by code. The words are in `words/`; a refusal is an answer, never a thrown error. */
export type RefusalCode =
  /** The sender, the channel or the input is not what this app sends. */
  | 'not-allowed'
  | 'bad-input'
  | 'too-large'
  /** The vault is locked, or the app is starting or quitting. */
  | 'locked'
  | 'not-ready'
  | 'wrong-passphrase'
  | 'weak-passphrase'
  /** The keychain gives no real protection on this computer, or does not open the key now. */
  | 'keychain-no-protection'
  /** The last protection of the data key is never taken away. */
  | 'only-protection'
  /** The protection is changed, but the disk did not confirm it: a loss of power may bring back what was before. */
  | 'change-not-confirmed'
  | 'unknown-environment'
  | 'environment-exists'
  | 'environment-has-entries'
  /** More waits by now than the question named. */
  | 'more-waits'
  /** Somebody else is signed in than the question named. */
  | 'another-account'
  /** A platform's address and another environment's sign-in would be one. */
  | 'issuer-of-another'
  | 'bad-address'
  | 'not-kelvin'
  | 'unknown-secret'
  | 'unknown-entry'
  /** The entry is being sent: nothing of it can change now. */
  | 'entry-is-sending'
  /** The entry is not in a state where this is possible (any more). */
  | 'entry-moved-on'
  | 'bad-name'
  | 'name-already-waits'
  | 'empty-value'
  | 'value-too-large'
  | 'lone-surrogate'
  | 'needs-confirmation'
  /** What was discarded is erased by now. */
  | 'undo-too-late'
  /** The disk is full or cannot be written: nothing was recorded, the form keeps its text. */
  | 'disk-full'
  | 'disk-trouble'
  | 'sign-in-failed'
  | 'not-signed-in'
  | 'unexpected';

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string };
