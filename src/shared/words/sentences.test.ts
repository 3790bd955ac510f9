import { describe, expect, it } from 'vitest';
import { choicesFor, type AttentionReason, type EntryId, type EntryState, type EntryView, type Intent, type LastOutcome } from '../entry.ts';
import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../environment.ts';
import type { SessionView } from '../session.ts';
import type { Gate, OutboxCounts, SyncStatus } from '../sync-status.ts';
import { detailsWords } from './details.ts';
import * as gates from './gates.ts';
import { choiceWords, reasonInShort, reasonTitle, whatHappened } from './reasons.ts';
import * as states from './states.ts';

const now = new Date(2026, 10, 24, 14, 32, 10).getTime();
const at = (hours: number, minutes: number): number => new Date(2026, 10, 24, hours, minutes).getTime();
const me = ['krn:user:ana.ruiz@plant-a.example'];
const environmentId = 'e1' as EnvironmentId;

/** Total over the union: a member that is forgotten here is a type error. */
function all<T extends string>(members: Record<T, true>): T[] {
  return Object.keys(members) as T[];
}

const intents = all<Intent>({ create: true, replace: true, delete: true });
const outcomes = all<LastOutcome>({
  'no-network': true,
  'answer-lost': true,
  'name-is-there': true,
  'signed-out': true,
  throttled: true,
  'not-there-after-all': true,
  certificate: true,
  'server-trouble': true,
  'app-was-stopped': true,
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
const certificateProblems = all<CertificateTrouble['problem']>({
  expired: true,
  'not-yet-valid': true,
  'wrong-host': true,
  'unknown-authority': true,
  revoked: true,
  weak: true,
  other: true,
});

const found = {
  created: new Date(at(9, 12)).toISOString(),
  createdBy: 'krn:user:joao.pires@plant-a.example',
  updated: new Date(at(9, 12)).toISOString(),
  updatedBy: 'krn:user:joao.pires@plant-a.example',
};
const nobody = { created: null, createdBy: null, updated: null, updatedBy: null };
const reasons: AttentionReason[] = [
  { kind: 'conflict', found },
  { kind: 'conflict', found: nobody },
  ...(['not-listed', 'list-refused', 'no-proof'] as const).flatMap((because): AttentionReason[] => [
    { kind: 'cannot-tell', because, found: null },
    { kind: 'cannot-tell', because, found },
  ]),
  { kind: 'changed-meanwhile', found },
  { kind: 'changed-meanwhile', found: nobody },
  { kind: 'gone' },
  { kind: 'refused', status: 422, platformWords: null },
  { kind: 'refused', status: 400, platformWords: 'value too long' },
  { kind: 'forbidden', platformWords: null },
  { kind: 'forbidden', platformWords: 'ask your administrator' },
  { kind: 'no-such-function' },
  { kind: 'value-damaged' },
];
const openGates: Gate[] = [{ kind: 'open' }, { kind: 'unproven' }];
const closedGates: Gate[] = [
  ...noAnswers.map((because): Gate => ({ kind: 'offline', because, since: at(14, 0), nextProbeAt: null })),
  ...(['never-signed-in', 'expired', 'signed-out'] as const).map((because): Gate => ({ kind: 'sign-in', because })),
  { kind: 'throttled', until: at(14, 40) },
  ...certificateProblems.map((problem): Gate => ({ kind: 'certificate', trouble: { host: 'plant-a.example', problem } })),
  { kind: 'not-kelvin' },
];
const everyGate = [...openGates, ...closedGates];

const entryStates: EntryState[] = [
  { kind: 'waiting', nextTryAt: null },
  { kind: 'waiting', nextTryAt: now + 90_000 },
  { kind: 'sending', attempt: 2, startedAt: now - 5000 },
  { kind: 'uncertain', sentAt: at(14, 30), nextLookAt: now + 8000 },
  { kind: 'uncertain', sentAt: at(14, 30), nextLookAt: null },
  ...reasons.map((reason): EntryState => ({ kind: 'needs-attention', reason, since: now })),
  ...(['answer', 'read-back', 'person'] as const).map((proof): EntryState => ({ kind: 'delivered', proof, at: now })),
  { kind: 'discarded', at: now },
];

function entry(change: Partial<EntryView> = {}): EntryView {
  return {
    id: 'x1' as EntryId,
    environmentId,
    intent: 'create',
    name: 'demosecret',
    state: { kind: 'waiting', nextTryAt: null },
    owner: { kind: 'me' },
    heldAt: null,
    addedAt: at(14, 24),
    attempts: 0,
    lastOutcome: null,
    valueBytes: 48,
    valueLines: 1,
    behindAnother: false,
    deliveredAs: null,
    ...change,
  };
}

const around = { now, me, gate: { kind: 'open' } as Gate, place: 1 };

function everyEntry(): EntryView[] {
  const owners: EntryView['owner'][] = [
    { kind: 'me' },
    { kind: 'nobody-yet' },
    { kind: 'account', account: 'joao.pires@plant-a.example', somebodyElseIsSignedIn: true },
  ];
  return entryStates.flatMap((state) =>
    intents.flatMap((intent) =>
      owners.flatMap((owner) => [
        entry({ state, intent, owner }),
        entry({ state, intent, owner, heldAt: at(11, 5), behindAnother: true }),
        ...outcomes.map((lastOutcome) => entry({ state, intent, owner, lastOutcome, attempts: 2 })),
      ]),
    ),
  );
}

function status(gate: Gate, counts: Partial<OutboxCounts> = {}, more: Partial<SyncStatus> = {}): SyncStatus {
  return {
    environmentId,
    gate,
    obstacle: null,
    counts: { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0, ...counts },
    lastExchangeAt: now - 120_000,
    unclaimed: 0,
    forSignIn: 0,
    foreign: [],
    ...more,
  };
}

const signedIn: SessionView = { kind: 'signed-in', account: 'ana.ruiz@plant-a.example', accountId: 1, until: at(18, 30), method: 'password' };

function banner(of: SyncStatus, more: Partial<gates.BannerOf> = {}): gates.BannerWords | null {
  return gates.bannerWords({
    status: of,
    session: signedIn,
    environment: 'Plant A production',
    host: 'plant-a.example',
    listAsOf: at(14, 30),
    listRefused: false,
    now,
    ...more,
  });
}

function everySentence(): string[] {
  const ofEntries = everyEntry().flatMap((each) =>
    everyGate.flatMap((gate) => {
      const here = { ...around, gate };
      return [
        states.chipOf(each, gate).words,
        states.whyInList(each, here),
        states.whyInOutbox(each, here),
        states.nextStep(each, here),
        detailsWords(each, here),
      ];
    }),
  );
  const ofReasons = intents.flatMap((intent) =>
    reasons.flatMap((reason) => [
      reasonTitle(intent, reason),
      ...[0, 2].flatMap((attempts) => [
        reasonInShort({ intent, attempts }, reason, { now, me }),
        whatHappened({ intent, attempts }, reason, { now, me }),
      ]),
      ...choicesFor(intent, reason).flatMap((choice) =>
        Object.values(choiceWords(choice, intent, reason, 'Plant A production', { me })),
      ),
    ]),
  );
  const ofGates = everyGate.flatMap((gate) =>
    [{}, { waiting: 2, sending: 1, uncertain: 1, needsAttention: 2, held: 1 }].flatMap((counts) => {
      const each = status(gate, counts);
      const header = gates.headerWords(each, now);
      const notice = banner(each);
      return [
        header.fact,
        ...header.rest,
        gates.groupWords(each, 'plant-a.example', now),
        ...(notice === null ? [] : [notice.fact, notice.text, notice.button?.label ?? 'none']),
      ];
    }),
  );
  return [...new Set([...ofEntries, ...ofReasons, ...ofGates])];
}

describe('the words of states, reasons and gates', () => {
  it('hold no codes, no network error names and no jargon', () => {
    const jargon =
      /net::|ERR_|(?<![\d,])[45]\d\d\b|\boops\b|!|\bfail(ed|ure)?\b|\berror\b|undefined|null|NaN|\[object|\bserver\b|\bKRN\b|krn:|\bqueue\b|\bitem\b|\btimeout\b|\bHTTP\b|\bTLS\b|\bsync\b/i;
    expect(everySentence().filter((words) => jargon.test(words))).toEqual([]);
  });

  it('say something for every member of every union', () => {
    expect(everySentence().filter((words) => words.trim() === '')).toEqual([]);
  });

  it('end no sentence twice and leave no double spaces', () => {
    expect(everySentence().filter((words) => /\.\.|\s{2}|\s\.|^\s|\s$/.test(words))).toEqual([]);
  });
});

describe('a row of the Secrets list', () => {
  it('says who added what waits and when, and which one goes next', () => {
    expect(states.whyInList(entry(), around)).toBe('Added by you at 14:24, goes next');
    expect(states.whyInList(entry(), { ...around, place: 2 })).toBe('Added by you at 14:24');
  });

  it('says which attempt is being sent', () => {
    const sending = entry({ state: { kind: 'sending', attempt: 2, startedAt: now - 5000 } });
    expect(states.whyInList(sending, around)).toBe('Attempt 2, started 5 s ago');
  });

  it('never calls what is only unknown failed: it is being checked, and offline not confirmed yet', () => {
    const uncertain = entry({ state: { kind: 'uncertain', sentAt: at(14, 30), nextLookAt: null } });
    const offline: Gate = { kind: 'offline', because: 'no-link', since: at(14, 31), nextProbeAt: null };
    expect(states.chipOf(uncertain, { kind: 'open' }).words).toBe('Checking with the platform');
    expect(states.whyInList(uncertain, around)).toBe('Sent at 14:30, but the answer got lost');
    expect(states.chipOf(uncertain, offline).words).toBe('Not confirmed yet');
    expect(states.whyInList(uncertain, { ...around, gate: offline })).toBe(
      'Sent at 14:30, but the answer got lost. Checked before anything is sent again',
    );
  });

  it('says since when it is on hold, whatever else it waits for', () => {
    const held = entry({ heldAt: at(11, 5), lastOutcome: 'no-network', attempts: 1 });
    expect(states.chipOf(held, { kind: 'open' })).toEqual({ kind: 'held', words: 'On hold' });
    expect(states.whyInList(held, around)).toBe('Put on hold at 11:05');
    expect(states.nextStep(held, around)).toBe('When released');
  });

  it('says whose it is where somebody else is signed in', () => {
    const owner = { kind: 'account', account: 'joao.pires@plant-a.example', somebodyElseIsSignedIn: true } as const;
    expect(states.whyInList(entry({ owner }), around)).toBe(
      'Added by joao.pires at 14:24. Sent when joao.pires is signed in',
    );
  });
});

describe('a reason that needs the person', () => {
  const created = { intent: 'create', attempts: 1 } as const;

  it('names the colleague and the time of a conflict', () => {
    expect(reasonInShort(created, { kind: 'conflict', found }, { now, me })).toBe(
      'joao.pires created a secret with this name at 09:12',
    );
  });

  it('quotes the platform where it gave words', () => {
    expect(reasonInShort(created, { kind: 'refused', status: 400, platformWords: 'value too long' }, { now, me })).toBe(
      'The platform says: “value too long”',
    );
  });

  it('says whose value would be lost before it is replaced', () => {
    const words = choiceWords('replace-there', 'create', { kind: 'conflict', found }, 'Plant A production', { me });
    expect(words.consequence).toBe('The value from joao.pires is lost. Nobody can bring it back.');
    expect(words.commit).toBe('Replace in Plant A production');
  });

  it('has a way on besides discarding, each with its own label', () => {
    for (const intent of intents) {
      for (const reason of reasons) {
        const labels = choicesFor(intent, reason).map((choice) => choiceWords(choice, intent, reason, 'X', { me }).label);
        expect(labels.length).toBeGreaterThan(1);
        expect(new Set(labels).size).toBe(labels.length);
      }
    }
  });
});

describe('the header', () => {
  it('says in one place what waits, what is being sent and when the platform last answered', () => {
    const words = gates.headerWords(status({ kind: 'open' }, { waiting: 2, sending: 1 }), now);
    expect([words.fact, ...words.rest]).toEqual(['3 waiting', 'sending 1 of 3', 'last exchange 2 min ago']);
  });

  it('says "Up to date" only where nothing is left to do', () => {
    expect(gates.headerWords(status({ kind: 'open' }), now).fact).toBe('Up to date');
    expect(gates.headerWords(status({ kind: 'open' }, { needsAttention: 1 }), now).fact).toBe('1 needs you');
    expect(gates.headerWords(status({ kind: 'open' }, { held: 1 }), now).fact).toBe('1 on hold');
    expect(gates.headerWords(status({ kind: 'unproven' }), now).fact).toBe('Connecting');
  });

  it('says "Offline" only where there is no network', () => {
    const offline = (because: NoAnswerReason): string =>
      gates.headerWords(status({ kind: 'offline', because, since: now, nextProbeAt: null }), now).fact;
    expect(offline('no-link')).toBe('Offline');
    expect(offline('timeout')).toBe('No answer');
    expect(offline('server-trouble')).toBe('Platform has trouble');
  });
});

describe('the banner', () => {
  it('is not there while everything goes by itself', () => {
    expect(banner(status({ kind: 'open' }, { waiting: 3 }))).toBeNull();
  });

  it('says how many secrets a sign-in sends', () => {
    expect(banner(status({ kind: 'sign-in', because: 'expired' }, { waiting: 3 }, { forSignIn: 2 }))?.fact).toBe(
      'Your session ended. Sign in to send 2 secrets.',
    );
  });

  it('asks before entries of nobody are sent as somebody', () => {
    const words = banner(status({ kind: 'open' }, {}, { unclaimed: 3 }));
    expect(words?.fact).toBe('Send 3 secrets as ana.ruiz@plant-a.example?');
    expect(words?.button?.action).toBe('claim');
  });

  it('says whose entries are not sent', () => {
    const foreign = [{ account: 'joao.pires@plant-a.example', count: 2 }];
    expect(banner(status({ kind: 'open' }, {}, { foreign }))?.fact).toBe('2 secrets here belong to joao.pires.');
  });

  it('offers no way to ignore a certificate', () => {
    for (const problem of certificateProblems) {
      const words = banner(status({ kind: 'certificate', trouble: { host: 'plant-a.example', problem } }));
      expect(words?.fact).toContain('plant-a.example');
      expect(JSON.stringify(words)).not.toMatch(/ignore|anyway|proceed/i);
    }
  });
});
