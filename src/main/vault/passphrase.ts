import { minPassphraseLength } from '../../shared/app-state.ts';

/** Fewer different characters than this is a pattern, however long. */
const fewestDifferent = 5;

/** Whether a passphrase may protect the data key. Characters count as a person sees them, not in UTF-16. */
export function isStrongEnough(passphrase: string): boolean {
  const characters = [...passphrase.normalize('NFC')];
  return characters.length >= minPassphraseLength && new Set(characters).size >= fewestDifferent;
}
