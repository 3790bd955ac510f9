import { describe, expect, it } from 'vitest';
import type { LockedBy, StartTrouble } from '../app-state.ts';
import type { EntryState, Intent } from '../entry.ts';
import { environmentColours, environmentKinds, type AddressCheck, type EnvironmentId, type NoAnswerReason } from '../environment.ts';
import type { NameProblem, NameWarning } from '../secret-name.ts';
import type { SignInMethod, SignInRefusal, SignInTrouble } from '../session.ts';
import type { ValueProblem } from '../value-measure.ts';
import * as dialogs from './dialogs.ts';
import * as environments from './environments.ts';
import * as names from './names.ts';
import * as settings from './settings.ts';
import * as signIn from './sign-in.ts';
import * as start from './start.ts';
import * as values from './values.ts';

/** Total over the union: a member that is forgotten here is a type error. */
function all<T extends string>(members: Record<T, true>): T[] {
  return Object.keys(members) as T[];
}

const startTroubles = all<StartTrouble>({
  'keychain-changed': true,
  'key-file-unreadable': true,
  'key-file-missing': true,
  'database-unreadable': true,
  'database-from-newer-version': true,
  'profile-not-writable': true,
  'profile-not-readable': true,
  'disk-full': true,
  unexpected: true,
});

const signInRefusals = all<SignInTrouble>({
  'wrong-credentials': true,
  'account-not-ready': true,
  proxy: true,
  'switched-off': true,
  'no-answer': true,
  certificate: true,
  'client-certificate': true,
  'not-kelvin': true,
  'issuer-elsewhere': true,
  'issuer-of-another': true,
  'other-issuer': true,
  'unexpected-answer': true,
  denied: true,
  'timed-out': true,
  cancelled: true,
  'port-taken': true,
  'no-browser': true,
  'not-a-token': true,
  'token-expired': true,
  'token-of-another': true,
  'token-refused': true,
}).map((trouble): SignInRefusal => {
  const issuer = 'https://sign-in.example/auth';
  switch (trouble) {
    case 'proxy':
      return { signedIn: false, trouble, proxy: 'proxy.plant:3128' };
    case 'issuer-elsewhere':
    case 'other-issuer':
      return { signedIn: false, trouble, issuer };
    case 'issuer-of-another':
      return { signedIn: false, trouble, issuer, label: 'Plant B' };
    case 'certificate':
      return { signedIn: false, trouble, certificate: { host: 'plant-a.example', problem: 'expired' } };
    case 'client-certificate':
      return { signedIn: false, trouble, host: 'plant-a.example' };
    default:
      return { signedIn: false, trouble };
  }
});

const noAnswers = all<NoAnswerReason>({
  'no-link': true,
  'switched-off': true,
  'name-not-found': true,
  refused: true,
  unreachable: true,
  timeout: true,
  'broken-off': true,
  proxy: true,
  certificate: true,
  'client-certificate': true,
  'captive-portal': true,
  'server-trouble': true,
  aborted: true,
  unknown: true,
});

const site = { origin: 'https://plant-a.example', host: 'plant-a.example' };
const addressChecks: AddressCheck[] = [
  ...(['empty', 'malformed', 'not-https', 'has-credentials'] as const).map((problem) => ({ kind: 'not-an-address' as const, problem })),
  { kind: 'already-there', environmentId: 'e1' as EnvironmentId, label: 'Plant A' },
  { kind: 'kelvin', ...site, issuer: 'https://plant-a.example/auth', issuerIsElsewhere: false },
  { kind: 'kelvin', ...site, issuer: 'https://sign-in.example/auth', issuerIsElsewhere: true },
  { kind: 'issuer-of-another', ...site, label: 'Plant B' },
  { kind: 'not-kelvin', ...site },
  ...noAnswers.map((because) => ({ kind: 'unchecked' as const, ...site, because })),
];

const nameProblems: NameProblem[] = [
  { kind: 'empty' },
  { kind: 'too-long', max: 253 },
  { kind: 'characters', wrong: ['A'], suggestion: 'a' },
];
const entryStates: EntryState[] = [
  { kind: 'waiting', nextTryAt: null },
  { kind: 'uncertain', sentAt: 0, nextLookAt: null },
  { kind: 'needs-attention', since: 0, reason: { kind: 'gone' } },
];

const protectionSteps = all<settings.ProtectionStep>({
  'set-passphrase': true,
  'change-passphrase': true,
  'remove-passphrase': true,
  'add-keychain': true,
  'repair-keychain': true,
  'remove-keychain': true,
});
const signInMethods = all<SignInMethod>({ browser: true, password: true, 'service-account': true, token: true });
const lockedBys = all<LockedBy>({ start: true, person: true, idle: true, system: true });

function everySentence(): string[] {
  const discards = (['create', 'replace', 'delete'] satisfies Intent[]).flatMap((intent) =>
    entryStates.flatMap((state) =>
      [0, 2].flatMap((attempts) => Object.values(dialogs.discardWords({ intent, name: 'demosecret', attempts, state }))),
    ),
  );
  return [
    ...startTroubles.flatMap((trouble) => Object.values(start.startTroubleWords(trouble))),
    ...signInRefusals.flatMap((refusal) =>
      signInMethods.flatMap((method) => Object.values(signIn.signInTroubleWords(refusal, site.host, method))),
    ),
    ...addressChecks.map((check) => environments.addressWords(check).words),
    ...nameProblems.map(names.nameProblemWords),
    ...(['dash-at-end', 'longer-than-usual'] satisfies NameWarning[]).map(names.nameWarningWords),
    ...(['empty', 'too-large', 'lone-surrogate'] satisfies ValueProblem[]).map(values.valueProblemWords),
    ...discards,
    ...[0, 1, 3].flatMap((count) => Object.values(dialogs.quitWords(3, count, count))),
    ...Object.values(dialogs.quitWords(0, 0, 0)),
    ...[true, false].flatMap((overDraft) => Object.values(dialogs.quitLockedWords(overDraft))),
    ...protectionSteps.flatMap((step) => Object.values(settings.stepWords(step))),
    ...lockedBys.flatMap((by) => Object.values(start.lockedWords({ by, passphrase: true, keychainToo: false, sends: true }))),
    ...Object.values(start.manyWrongWords(5, true)),
    ...[start, signIn, environments, dialogs, names, values, settings].flatMap(fixedSentences),
  ].filter((words): words is string => typeof words === 'string');
}

/** Every string that a module exports, at any depth. */
function fixedSentences(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (typeof part !== 'object' || part === null) return [];
  return Object.values(part).flatMap(fixedSentences);
}

describe('the words of dialogs and screens', () => {
  it('hold no codes, no network error names and no jargon', () => {
    const jargon = /net::|ERR_|https? ?\d{3}|(?<![\d,])[45]\d\d\b|\boops\b|!|\bfail(ed|ure)?\b|\berror\b|undefined|null|\[object|\bserver\b|\bissuer\b|\bKRN\b|\bOIDC\b|\bqueue\b|\bitem\b|\bcredential/i;
    expect(everySentence().filter((words) => jargon.test(words))).toEqual([]);
  });

  it('say something for every member of every union', () => {
    expect(everySentence().filter((words) => words.trim() === '')).toEqual([]);
    for (const kind of environmentKinds) expect(environments.kindWords[kind]).toMatch(/^[A-Z]/);
    for (const colour of environmentColours) expect(environments.colourWords[colour]).toMatch(/^[A-Z]/);
  });

  it('tell every trouble at start as what happened, what is safe and what can be done', () => {
    for (const trouble of startTroubles) {
      const { happened, safe, can } = start.startTroubleWords(trouble);
      for (const sentence of [happened, safe, can]) expect(sentence).toMatch(/^[A-Z].+\.$/);
    }
  });
});

describe('discarding an entry', () => {
  const entry = { intent: 'create' as const, name: 'demosecret', attempts: 0, state: entryStates[0]! };

  it('says that nothing was sent only where that is certain', () => {
    expect(dialogs.discardWords(entry)).toMatchObject({ maybe: null, fact: expect.stringContaining('Nothing was sent') });
    expect(dialogs.discardWords({ ...entry, attempts: 1 }).fact).not.toContain('Nothing was sent');
  });

  it('says that it may exist on the platform as soon as one attempt was made or the answer is unknown', () => {
    expect(dialogs.discardWords({ ...entry, attempts: 1 }).maybe).toContain('may already exist on the platform');
    expect(dialogs.discardWords({ ...entry, state: entryStates[1]! }).maybe).toContain('may already exist on the platform');
  });
});

describe('quitting', () => {
  const lost = 'What you typed in the open form is not added, and nothing keeps it.';

  it('says of an open form that it is lost, beside what stays in the outbox', () => {
    expect(dialogs.quitWords(3, 0, 0)).toMatchObject({ fact: expect.stringContaining('3 secrets stay'), draft: lost });
  });

  it('speaks of the form alone where nothing stays in the outbox, and says it once', () => {
    const words = dialogs.quitWords(0, 0, 0);
    expect(words).toMatchObject({ fact: lost, draft: null, sending: null, needAttention: null, signIn: null, held: null });
    expect(Object.values(words).join(' ')).not.toMatch(/\d|secrets? stay/);
  });
});

describe('what happens next with what stays', () => {
  it.each([
    ['It is sent when you open the app again.', dialogs.quitWords(1, 0, 0)],
    ['They are sent when you open the app again.', dialogs.quitWords(3, 0, 1)],
    ['1 of them is sent when you open the app again.', dialogs.quitWords(3, 1, 0, { held: 1 })],
    ['It is not sent by itself.', dialogs.quitWords(1, 1, 0)],
    ['None of them is sent by itself.', dialogs.quitWords(4, 1, 0, { held: 1, waitForSignIn: 2 })],
    ['It is not sent by itself.', dialogs.quitWords(1, 0, 0, { foreign: 1 })],
    ['1 of them is sent when you open the app again.', dialogs.quitWords(4, 0, 0, { foreign: 1, unclaimed: 2 })],
    ['They are sent when you go online again. “Work offline” stays on until then.', dialogs.quitWords(3, 0, 0, { worksOffline: true })],
    ['1 of them is sent when you go online again. “Work offline” stays on until then.', dialogs.quitWords(2, 1, 0, { worksOffline: true })],
    ['None of them is sent by itself.', dialogs.quitWords(2, 0, 0, { waitForSignIn: 2, worksOffline: true })],
  ])('is told as it is: %s', (sentence, { more }) => {
    expect(more).toBe(sentence);
  });

  it('says what keeps the others', () => {
    expect(dialogs.quitWords(8, 1, 0, { held: 2, waitForSignIn: 2, unclaimed: 2, foreign: 1 })).toMatchObject({
      unclaimed: '2 wait until you agree to send them.',
      foreign: '1 waits until the account that added it signs in.',
      signIn: '2 wait for you to sign in.',
      held: '2 stay on hold until you release them.',
      needAttention: '1 needs you first.',
    });
  });
});

describe('sign-in at another address', () => {
  const elsewhere = 'https://id.example:8443/auth/realms/kelvin';

  it('is told by both hosts, and agreed to by name', () => {
    const refusal = { signedIn: false, trouble: 'issuer-elsewhere', issuer: elsewhere } as const;
    const { fact, next } = signIn.signInTroubleWords(refusal, site.host, 'password');
    expect(fact).toBe('Sign-in happens at id.example:8443, not at plant-a.example, the platform’s own address.');
    expect(next).toMatch(/^Your password was not sent\. If you go on, it is sent there/);
    expect(signIn.signIn.commitAt(elsewhere)).toBe('Sign in at id.example:8443');
  });
});

describe('counts in sentences', () => {
  it('agree with their verbs', () => {
    expect(signIn.waitsForSignIn(1, 0, 'ana.ruiz@plant-a.example')).toBe(
      '1 secret waits and is sent when ana.ruiz@plant-a.example has signed in.',
    );
    expect(signIn.waitsForSignIn(3, 1, 'ana.ruiz@plant-a.example')).toBe(
      '3 secrets wait and are sent when ana.ruiz@plant-a.example has signed in. About 1 of them you are asked first.',
    );
    expect(signIn.waitsForSignIn(2, 2, 'ana.ruiz@plant-a.example')).toBe('2 secrets wait. After you sign in you are asked whether to send them.');
    expect(signIn.waitsForSignIn(3, 3, null)).toBe('3 secrets wait. After you sign in you are asked whether to send them.');
    expect(values.valueSize(1, 1)).toBe('1 byte, 1 line');
    expect(values.valueSize(1_048_576, 5)).toBe('1,048,576 bytes, 5 lines');
    expect(dialogs.quitWords(3, 0, 0).fact).toBe('3 secrets stay encrypted on this computer.');
    expect(dialogs.quitWords(1, 0, 0).fact).toBe('1 secret stays encrypted on this computer.');
  });

  it('tell nothing of what waits while the window is locked, and of a form only where one is open', () => {
    expect(dialogs.quitLockedWords(true).fact).toMatch(/What you typed in the open form is not added/);
    expect(dialogs.quitLockedWords(false).fact).toMatch(/What waits in the outbox stays encrypted/);
    for (const overDraft of [true, false]) {
      const words = dialogs.quitLockedWords(overDraft);
      expect(Object.values(words).join(' ')).not.toMatch(/\d|Nothing else waits|is sent when/);
    }
  });
});

describe('a label to start with', () => {
  it.each([
    ['plant-a.example', 'Plant A'],
    ['kelvin.example.com', 'Kelvin'],
    ['127.0.0.1:8443', ''],
    ['sandbox:8443', 'Sandbox'],
  ])('of %s is "%s"', (host, label) => {
    expect(environments.labelFor(host)).toBe(label);
  });
});
