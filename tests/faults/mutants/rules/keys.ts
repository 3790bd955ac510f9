import type { Mutant } from '../mutant.ts';

const phases = 'src/main/start/phases.ts';
const phasesTest = 'src/main/start/phases.test.ts';
const store = 'src/main/vault/key-file-store.ts';
const changes = 'src/main/vault/protection-changes.ts';
const changesTest = 'src/main/vault/protection-changes.test.ts';

/** What opens the data key, and who opens a locked window (docs/security.md). */
export const keyMutants: readonly Mutant[] = [
  {
    name: 'damage-unlocks-the-window',
    rule: 'A locked window is opened by the person alone: damage behind it is mended behind it.',
    file: phases,
    search: 'if (isLocked) return reopenBehind(ending);',
    replacement: '',
    test: {
      file: phasesTest,
      titles: [
        'locking',
        'where sending goes on behind it',
        'is not undone by damage: the keychain opens it anew for what is sent, and the window stays locked',
      ],
    },
  },
  {
    name: 'passed-trouble-unlocks-the-window',
    rule: 'What was locked is locked when a trouble has passed.',
    file: phases,
    search: "if (lockedBy === 'start') return begin();",
    replacement: 'return begin();',
    test: {
      file: phasesTest,
      titles: ['locking', 'where sending goes on behind it', 'comes back when a trouble that the unlock met has passed'],
    },
  },
  {
    name: 'any-key-file-unlocks-the-window',
    rule: 'What works behind a locked window comes back with its own key alone.',
    file: phases,
    search: "doors.isOpenedBy(working, dataKey) ? working : 'database-unreadable';",
    replacement: 'doors.isOpenedBy(working, dataKey) ? working : working;',
    test: {
      file: phasesTest,
      titles: [
        'locking',
        'where sending goes on behind it',
        'is opened by its own key alone: a key file that somebody put there meanwhile opens nothing',
      ],
    },
  },
  {
    name: 'opens-after-the-end',
    rule: 'Nothing opens after the app began to end, whatever the keychain answers yet.',
    file: phases,
    search: 'if (hasEnded) return vault.lock();',
    replacement: '',
    test: {
      file: phasesTest,
      titles: ['the end', 'is not kept waiting by a keychain that has a question, and nothing opens when it is answered'],
    },
  },
  {
    name: 'end-leaves-a-database-closing',
    rule: 'The end waits for a database that a lock is closing.',
    file: phases,
    search: 'await doors.allClosed();',
    replacement: '',
    test: { file: phasesTest, titles: ['the end', 'waits for a database that is being closed by a lock'] },
  },
  {
    name: 'no-passphrase-with-the-key-in-hand',
    rule: 'With the key in hand a passphrase can be set when the keychain does not open the key any more.',
    file: changes,
    search: '(byHand(keyFile) ?? (await byKeychain(keyFile))',
    replacement: '((await byKeychain(keyFile))',
    test: {
      file: changesTest,
      titles: [
        'a passphrase beside the keychain',
        'is set with the key in hand when the keychain %s, and opens the key at the next start',
      ],
    },
  },
  {
    name: 'lock-zeroes-a-key-in-use',
    rule: 'A change of the protection works with a key of its own: a lock meanwhile wraps no zeros.',
    file: 'src/main/vault/key-in-hand.ts',
    search: '(kept === null ? null : Buffer.from(kept))',
    replacement: 'kept',
    test: {
      file: changesTest,
      titles: ['a passphrase beside the keychain', 'a lock while it is being set zeroes no key that is being wrapped'],
    },
  },
  {
    name: 'key-in-memory-after-the-lock',
    rule: 'What was under way at a lock leaves no key in memory.',
    file: 'src/main/vault/vault.ts',
    search: 'if (before === locks) return answer;',
    replacement: 'return answer;',
    test: {
      file: 'src/main/vault/vault.test.ts',
      titles: ['what was under way at a lock answers that it is locked, and leaves no key in memory'],
    },
  },
  {
    name: 'key-file-replaced-unseen',
    rule: 'A key file is seen to open before it replaces the one that stands.',
    file: store,
    search: "if (!(await leadsTo(read(aside), before, key, passphrase))) return 'not-opened';",
    replacement: "files.putInPlace(aside, path);\n      if (!(await leadsTo(read(), before, key, passphrase))) return 'not-opened';\n      if (stands(bytes)) return 'stored';",
    test: { file: changesTest, titles: ['nothing that does not open is ever in the place of the key file, not even for a moment'] },
  },
  {
    name: 'key-file-of-another-replaced',
    rule: 'A key file that came back while a key was being made is not replaced: it may open something.',
    file: store,
    search: "return found.kind === 'key-file' ? !isKeyOf(found.keyFile, key) : found.kind !== 'missing';",
    replacement: 'return false;',
    test: {
      file: 'src/main/vault/vault.test.ts',
      titles: ['a key file that is put back while a passphrase is being chosen is not replaced, and opens with its own'],
    },
  },
  {
    name: 'unconfirmed-change-denied',
    rule: 'A change that the disk did not confirm is not told as if nothing had changed.',
    file: store,
    search: "if (stands(bytes)) return 'not-confirmed';",
    replacement: '',
    test: {
      file: changesTest,
      titles: ['a disk that does not confirm what it did', 'is told as that, and not as if nothing had changed'],
    },
  },
  {
    name: 'silent-keychain-called-good',
    rule: 'The settings say of the keychain what it does when it is asked.',
    file: changes,
    search: 'if (keyFile.keychainWrap !== null) (await byKeychain(keyFile))?.fill(0);',
    replacement: '',
    test: {
      file: changesTest,
      titles: ['what is said of the protection', 'is whether the keychain opens the key now, and when each of the two was last seen to'],
    },
  },
];
