import { describe, expect, it } from 'vitest';
import { lockAfterChoices } from '../app-state.ts';
import { keychainName, lastOpened, lockAfterWords, lockWorth, settings, since, stepWords, type ProtectionStep } from './settings.ts';

const at = new Date(2026, 10, 4, 14, 32).getTime();

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
    expect(since(at)).toBe('Since 4 Nov 2026.');
    expect(lastOpened(at, at + 60_000, 'it')).toBe('Last checked at 14:32, when it opened the key.');
    expect(lastOpened(at, at + 24 * 60 * 60_000, 'one of the two')).toBe('Last checked yesterday at 14:32, when one of the two opened the key.');
  });
});

describe('a change of the protection', () => {
  // What it costs, which nobody may find out later.
  const costs: Readonly<Record<ProtectionStep, RegExp>> = {
    'set-passphrase': /Nobody can reset it/,
    'change-passphrase': /Nobody can reset it/,
    'remove-passphrase': /nobody can open what waits here/,
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

describe('the choices of locking', () => {
  it('are said as a person says them', () => {
    expect(lockAfterChoices.map(lockAfterWords)).toEqual(['Never', '1 min', '5 min', '15 min', '1 hour']);
  });

  it('each say what sending while locked means', () => {
    expect(settings.pausesMore).toMatch(/closed and its key is forgotten/);
    expect(settings.goesOnMore).toMatch(/stays open in the memory of this computer/);
  });

  it('do not claim more than a lock is worth where a keychain opens it without a question', () => {
    const keychain = { backend: 'gnome_libsecret', since: at };
    expect(lockWorth({ keychain: null, passphrase: { since: at } })).toBeNull();
    expect(lockWorth({ keychain, passphrase: null })).toMatch(/GNOME keyring unlocks with one click .* set a passphrase and remove the keychain/);
    expect(lockWorth({ keychain, passphrase: { since: at } })).toMatch(/one click .* remove the keychain/);
  });
});
