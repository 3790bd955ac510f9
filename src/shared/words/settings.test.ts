import { describe, expect, it } from 'vitest';
import { lockAfterChoices } from '../app-state.ts';
import {
  aboutKeychain,
  aboutPassphrase,
  keychainName,
  lockAfterWords,
  lockWorth,
  noPassphraseWords,
  settings,
  stepWords,
  withSystemWords,
  type ProtectionStep,
} from './settings.ts';

const at = new Date(2026, 10, 4, 14, 32).getTime();
const keychain = { backend: 'gnome_libsecret', since: at, state: 'opens', checkedAt: at } as const;
const silent = { ...keychain, state: 'silent' } as const;
const passphrase = { since: at, checkedAt: at };

describe('what protects the data key', () => {
  it.each([
    ['gnome_libsecret', 'GNOME keyring'],
    ['kwallet5', 'KDE wallet'],
    ['kwallet6', 'KDE wallet'],
    ['keychain', 'macOS keychain'],
    ['dpapi', 'Windows data protection'],
    ['something_new', 'keychain “something_new”'],
  ])('is called by the name a person knows: %s is the %s', (backend, name) => {
    expect(keychainName(backend)).toBe(name);
  });

  it('is told with its day and with when it was last seen to work', () => {
    const tomorrow = at + 24 * 60 * 60_000;
    expect(aboutKeychain(keychain, at)).toBe('Since 4 Nov 2026. Last checked at 14:32, when it opened the key.');
    expect(aboutPassphrase(passphrase, tomorrow)).toBe('Since 4 Nov 2026. Last checked yesterday at 14:32, when it opened the key.');
    expect(aboutPassphrase({ since: at, checkedAt: null }, at)).toBe('Since 4 Nov 2026. Nobody typed it since the app was started.');
  });

  it('is not told to work where it does not', () => {
    expect(aboutKeychain(silent, at)).toMatch(/^Does not open the key\. Last checked at 14:32: /);
    expect(aboutKeychain({ ...keychain, state: 'worthless' }, at)).toMatch(/^Protects nothing\. .* so it would for anybody\.$/);
  });

  it('asks for a passphrase now where nothing else opens the key any more', () => {
    expect(noPassphraseWords({ keychain })).toBe(settings.noPassphraseMore);
    expect(noPassphraseWords({ keychain: silent })).toMatch(/^Set one now, while the app is open/);
    expect(lockWorth({ keychain: silent, passphrase: null })).toMatch(/nothing opens the app .* Set a passphrase first\.$/);
    expect(lockWorth({ keychain: silent, passphrase })).toBeNull();
  });
});

describe('a change of the protection', () => {
  // What it costs, which nobody may find out later.
  const costs: Readonly<Record<ProtectionStep, RegExp>> = {
    'set-passphrase': /Nobody can reset it/,
    'change-passphrase': /Nobody can reset it/,
    'remove-passphrase': /nobody can open what waits here/,
    'repair-keychain': /What the keychain had before is not used any more/,
    'add-keychain': /Whoever uses your account on this computer can open the app/,
    'remove-keychain': /Without it nobody can open what waits here/,
  };

  it.each(Object.entries(costs))('says what it costs: %s', (step, cost) => {
    const words = stepWords(step as ProtectionStep);
    expect(words.fact).toMatch(cost);
    for (const sentence of [words.lead, words.fact, words.more]) expect(sentence).toMatch(/\.$/);
    expect(words.title).not.toBe(words.commit);
  });
});

it('a changed passphrase is said to open the app no longer; a copy of before still opens with it', () => {
  const { lead, more } = stepWords('change-passphrase');
  expect(lead).toBe('The old one no longer opens the app.');
  expect(more).toMatch(/made before still opens with the old one/);
});

describe('the choices of locking', () => {
  it('are said as a person says them', () => {
    expect(lockAfterChoices.map(lockAfterWords)).toEqual(['Never', '1 min', '5 min', '15 min', '1 hour']);
  });

  it('each say what sending while locked means', () => {
    expect(settings.pausesMore).toMatch(/closed and its key is forgotten/);
    expect(settings.goesOnMore).toMatch(/stays open in the memory of this computer/);
  });

  it('promise to lock with the system only where it tells that it is locked', () => {
    expect(withSystemWords('told')).toEqual({ label: 'Lock when this computer is locked or goes to sleep', more: null });
    expect(withSystemWords('told-by-most').more).toMatch(/Where yours does not, choose a time above/);
    const { label, more } = withSystemWords('not-told');
    expect(label).toBe('Lock when this computer goes to sleep');
    expect(more).toMatch(/does not tell the app that it is locked\. Choose a time above/);
  });

  it('do not claim more than a lock is worth where a keychain opens it without a question', () => {
    expect(lockWorth({ keychain: null, passphrase })).toBeNull();
    expect(lockWorth({ keychain, passphrase: null })).toMatch(/GNOME keyring unlocks with one click .* set a passphrase and remove the keychain/);
    expect(lockWorth({ keychain, passphrase })).toMatch(/one click .* remove the keychain/);
  });
});
