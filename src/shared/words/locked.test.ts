import { describe, expect, it } from 'vitest';
import type { LockedBy } from '../app-state.ts';
import { lockedWords, manyWrongWords } from './start.ts';

// A locked window says why it is locked and what goes on meanwhile, and tells nothing of what waits behind it.

const why: Readonly<Record<LockedBy, RegExp>> = {
  start: /at each start/,
  person: /You locked it/,
  idle: /nobody was at this computer/,
  system: /computer was locked or went to sleep/,
};
const ways = Object.keys(why) as LockedBy[];

describe('a locked window', () => {
  it.each(ways)('says how it came to that: %s', (by) => {
    for (const passphrase of [true, false]) expect(lockedWords({ by, passphrase, sends: false, keychainToo: false }).why).toMatch(why[by]);
  });

  it('does not say that it is locked at each start where a keychain opens it else', () => {
    const { why: because } = lockedWords({ by: 'start', passphrase: true, keychainToo: true, sends: false });
    expect(because).toBe('A forgotten passphrase cannot be reset.');
  });

  it('says plainly whether sending goes on', () => {
    for (const by of ways) {
      expect(lockedWords({ by, passphrase: true, sends: false, keychainToo: false }).lead).toMatch(/Nothing is sent while it is locked/);
      expect(lockedWords({ by, passphrase: true, sends: true, keychainToo: false }).lead).toMatch(/goes on being sent while the app is locked, as you chose/);
    }
  });

  it('says that a passphrase cannot be reset only where there is one', () => {
    expect(lockedWords({ by: 'person', passphrase: true, sends: false, keychainToo: false }).why).toMatch(/cannot be reset/);
    expect(lockedWords({ by: 'person', passphrase: false, sends: false, keychainToo: false }).why).not.toMatch(/passphrase/);
  });

  it('claims no count of what waits', () => {
    for (const by of ways) {
      const { lead, why: because } = lockedWords({ by, passphrase: true, sends: true, keychainToo: false });
      expect(`${lead} ${because}`).not.toMatch(/\d/);
    }
  });
});

describe('many wrong passphrases', () => {
  it('are told as what happened, what is safe and what can be done, and offer the keychain where there is one', () => {
    const { happened, safe, can } = manyWrongWords(5, false);
    expect(happened).toBe('5 passphrases in a row were wrong.');
    expect(safe).toMatch(/Nothing was changed or deleted/);
    expect(can).toMatch(/keyboard layout.*Caps Lock.*Nobody can reset the passphrase/);
    expect(can).not.toMatch(/keychain/);
    expect(manyWrongWords(5, true).can).toMatch(/unlock with the keychain/);
  });
});
