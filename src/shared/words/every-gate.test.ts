import { describe, expect, it } from 'vitest';
import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../environment.ts';
import type { Gate, Obstacle, OutboxCounts, SyncStatus } from '../sync-status.ts';
import { bannerWords, certificateWords, groupSignIn, groupWords, headerWords } from './gates.ts';

// What holds a whole environment back, as it is read in the header, the banner and the outbox: what is the case, what
// is safe, what happens by itself or can be done. A kind that is missing here is a type error.

const now = new Date(2026, 10, 24, 14, 32).getTime();
const host = 'plant-a.example';
const nothing: OutboxCounts = { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0 };

function status(gate: Gate, counts: Partial<OutboxCounts> = {}, obstacle: Obstacle | null = null): SyncStatus {
  return {
    environmentId: 'e1' as EnvironmentId,
    gate, obstacle,
    counts: { ...nothing, ...counts },
    lastExchangeAt: now - 120_000,
    unclaimed: 0,
    forSignIn: gate.kind === 'sign-in' ? (counts.waiting ?? 0) + (counts.uncertain ?? 0) + (counts.sending ?? 0) : 0,
    foreign: [],
  };
}

function read(gate: Gate, counts: Partial<OutboxCounts> = {}, obstacle: Obstacle | null = null) {
  const of = status(gate, counts, obstacle);
  const banner = bannerWords({
    status: of, session: null, environment: 'Plant A', host, listAsOf: null, listRefused: false, now,
  });
  return {
    header: headerWords(of, now).fact,
    fact: banner?.fact ?? null,
    text: banner?.text ?? null,
    button: banner?.button?.label ?? null,
    group: groupWords(of, host, now),
  };
}

describe('an environment that does not answer', () => {
  const canAdd = 'You can go on adding secrets.';
  const said: Readonly<Record<Exclude<NoAnswerReason, 'switched-off'>, readonly [header: string, fact: string]>> = {
    'no-link': ['Offline', `You are offline. ${canAdd}`],
    'name-not-found': ['No answer', `This network does not know plant-a.example. ${canAdd}`],
    refused: ['No answer', `Nothing answers at plant-a.example at the moment. ${canAdd}`],
    unreachable: ['No answer', `This network has no way to plant-a.example. ${canAdd}`],
    timeout: ['No answer', `plant-a.example does not answer in time. ${canAdd}`],
    'broken-off': ['No answer', `The connection to plant-a.example broke off. ${canAdd}`],
    proxy: ['No answer', `This network’s proxy does not let you through to plant-a.example. ${canAdd}`],
    certificate: ['No answer', `plant-a.example shows a certificate that is not trusted. ${canAdd}`],
    'client-certificate': [
      'No answer',
      `plant-a.example wants a certificate that shows who you are, and was shown none that it takes. ${canAdd}`,
    ],
    'captive-portal': ['Network wants a sign-in', 'This network wants you to sign in first. Nothing was sent through it.'],
    'server-trouble': ['Platform has trouble', `plant-a.example answers, but has trouble of its own. ${canAdd}`],
    aborted: ['No answer', `plant-a.example does not answer. ${canAdd}`],
    unknown: ['No answer', `plant-a.example does not answer. ${canAdd}`],
  };

  it.each(Object.entries(said))('says why (%s), that what is added stays encrypted here, and that it goes by itself', (because, [header, fact]) => {
    const words = read({ kind: 'offline', because: because as NoAnswerReason, since: now, nextProbeAt: null });
    expect([words.header, words.fact, words.button]).toEqual([header, fact, 'Try now']);
    expect(words.text).toBe(
      because === 'captive-portal'
        ? 'Open its sign-in page in a browser. Secrets are sent by themselves when plant-a.example answers.'
        : 'They stay encrypted on this computer and are sent by themselves when plant-a.example answers.',
    );
    expect(words.group).toBe(because === 'captive-portal' ? 'This network wants you to sign in first' : fact.replace(`. ${canAdd}`, ''));
  });

  it('says that the person works offline, that nothing is sent to anybody, and how to go back', () => {
    const words = read({ kind: 'offline', because: 'switched-off', since: now, nextProbeAt: null });
    expect(words).toMatchObject({
      header: 'Working offline',
      fact: 'You work offline. You can go on adding secrets.',
      text: 'They stay encrypted on this computer. Nothing is sent to anybody until you switch back.',
      button: 'Go online',
    });
  });

  it('does not say that nothing was sent through a network while an answer is missing', () => {
    const words = read({ kind: 'offline', because: 'captive-portal', since: now, nextProbeAt: null }, { uncertain: 1 });
    expect(words.fact).toBe('This network wants you to sign in first. Nothing more is sent through it.');
  });
});

describe('an environment whose certificate is not right', () => {
  it('is told with who issued it, where that is known', () => {
    expect(certificateWords({ host: 'plant-a.example', problem: 'expired', issuer: 'Plant CA' })).toBe(
      'plant-a.example shows a certificate that ran out. It was issued by “Plant CA”.',
    );
  });

  const said: Readonly<Record<CertificateTrouble['problem'], string>> = {
    expired: 'plant-a.example shows a certificate that ran out.',
    'not-yet-valid': 'plant-a.example shows a certificate that is not valid yet. Check the date of this computer.',
    'wrong-host': 'plant-a.example shows a certificate that was made for another name.',
    'unknown-authority': 'plant-a.example shows a certificate that nobody this computer trusts has signed.',
    revoked: 'plant-a.example shows a certificate that was withdrawn.',
    weak: 'plant-a.example shows a certificate that is too weak to trust.',
    other: 'plant-a.example shows a certificate that this computer does not trust.',
  };

  it.each(Object.entries(said))('says which host and what is wrong (%s), that nothing was sent, and who can help', (problem, fact) => {
    const gate: Gate = { kind: 'certificate', trouble: { host, problem: problem as CertificateTrouble['problem'] } };
    expect(read(gate)).toEqual({
      header: 'Certificate not right',
      fact,
      text: 'Nothing was sent. Show this to whoever looks after the platform; it is tried again by itself.',
      button: 'Try now',
      group: fact.replace(/\.$/, ''),
    });
    expect(read(gate, { uncertain: 1 }).text).toMatch(/^Nothing more is sent\. /);
  });
});

describe('the other gates', () => {
  type Words = ReturnType<typeof read>;
  const stays = 'They stay encrypted on this computer until then. You can go on adding secrets.';
  const said: Readonly<Record<Exclude<Gate['kind'], 'offline' | 'certificate'>, readonly (readonly [Gate, Partial<OutboxCounts>, Words])[]>> = {
    open: [
      [{ kind: 'open' }, {}, { header: 'Up to date', fact: null, text: null, button: null, group: 'Online' }],
      [{ kind: 'open' }, { waiting: 2, sending: 1 }, { header: '3 waiting', fact: null, text: null, button: null, group: 'Online, sending 1 of 3' }],
    ],
    unproven: [[{ kind: 'unproven' }, { waiting: 1 }, { header: 'Connecting', fact: null, text: null, button: null, group: 'Connecting' }]],
    'sign-in': [
      [{ kind: 'sign-in', because: 'never-signed-in' }, {}, {
        header: 'Not signed in', fact: 'Sign in to see what is on the platform.',
        text: 'You can add secrets all the same: they stay encrypted on this computer until you sign in.',
        button: 'Sign in', group: 'Nobody has signed in yet',
      }],
      [{ kind: 'sign-in', because: 'expired' }, { waiting: 3 }, {
        header: 'Session ended', fact: 'Your session ended. Sign in to send 3 secrets.', text: stays, button: 'Sign in', group: 'Your session ended',
      }],
      [{ kind: 'sign-in', because: 'signed-out' }, { waiting: 2 }, {
        header: 'Not signed in', fact: 'Sign in to send 2 secrets.', text: stays, button: 'Sign in', group: 'You signed out',
      }],
    ],
    throttled: [
      [{ kind: 'throttled', until: now + 8 * 60_000 }, { waiting: 12 }, {
        header: 'Waits until 14:40', fact: 'The platform asks to wait until 14:40.', text: '12 secrets go then, by themselves.',
        button: null, group: 'The platform asks to wait until 14:40',
      }],
      [{ kind: 'throttled', until: now + 8 * 60_000 }, {}, {
        header: 'Waits until 14:40', fact: 'The platform asks to wait until 14:40.', text: 'Until then nothing is asked of it.',
        button: null, group: 'The platform asks to wait until 14:40',
      }],
    ],
    'not-kelvin': [[{ kind: 'not-kelvin' }, { waiting: 1 }, {
      header: 'No Kelvin platform', fact: 'plant-a.example is no Kelvin platform any more.',
      text: 'Something else answers at this address. Nothing more is sent there; what waits stays encrypted on this computer.',
      button: 'Try now', group: 'plant-a.example is no Kelvin platform any more',
    }]],
  };

  it.each(Object.entries(said).flatMap(([kind, all]) => all.map(([gate, counts, words]) => ({ kind, gate, counts, words }))))(
    'are said in full: $kind $counts',
    ({ gate, counts, words }) => {
      expect(read(gate, counts)).toEqual(words);
    },
  );
});

describe('a computer that cannot record', () => {
  const safe = 'What waits is safe on this computer, and nothing is sent that cannot be recorded first.';
  const said: Readonly<Record<Obstacle, readonly [header: string, fact: string, can: string]>> = {
    'disk-full': ['Disk is full', 'The disk of this computer is full.', 'Make some room: then it goes on by itself.'],
    'disk-trouble': [
      'Disk cannot be written', 'The disk of this computer does not take what the app writes.',
      'It is tried again by itself. If it stays so, look after the disk, then restart the app.',
    ],
    unexpected: [
      'Trouble in the app', 'Something unexpected keeps the app from sending.',
      'It is tried again by itself. If it stays so, restart the app.',
    ],
  };

  it.each(Object.entries(said))('is told before any gate: %s', (obstacle, [header, fact, can]) => {
    for (const gate of [{ kind: 'open' }, { kind: 'not-kelvin' }] satisfies Gate[]) {
      expect(read(gate, { waiting: 1 }, obstacle as Obstacle)).toEqual({
        header, fact, text: `${safe} ${can}`, button: 'Try now', group: fact.replace(/\.$/, ''),
      });
    }
  });
});

describe('the header’s counts', () => {
  const line = (gate: Gate, counts: Partial<OutboxCounts>) => {
    const { fact, rest } = headerWords(status(gate, counts), now);
    return [fact, ...rest];
  };
  const all = { waiting: 2, sending: 1, uncertain: 1, held: 1, needsAttention: 2 };

  it('leave nothing out, whatever the gate', () => {
    const counts = ['3 waiting', 'sending 1 of 3', '1 to check', '1 on hold', '2 need you', 'last exchange 2 min ago'];
    expect(line({ kind: 'open' }, all)).toEqual(counts);
    expect(line({ kind: 'unproven' }, all)).toEqual(['Connecting', ...counts]);
    expect(line({ kind: 'not-kelvin' }, all)).toEqual(['No Kelvin platform', ...counts]);
  });

  it('call it up to date only where nothing is left', () => {
    for (const kind of Object.keys(nothing)) expect(line({ kind: 'open' }, { [kind]: 1 })[0]).not.toBe('Up to date');
  });

  it('say that nothing was exchanged yet where that is so', () => {
    expect(headerWords({ ...status({ kind: 'unproven' }), lastExchangeAt: null }, now).rest).toEqual(['nothing exchanged yet']);
  });
});

describe('beside the list', () => {
  const list = { refreshedAt: null, reading: null, brokeOff: null, deliveredSince: 0, secrets: { length: 1_000 } };
  const fact = (of: Partial<NonNullable<Parameters<typeof headerWords>[2]>>): string =>
    headerWords(status({ kind: 'open' }), now, { ...list, ...of }).fact;

  it('nothing is called up to date while the list was never read to its end', () => {
    expect(fact({})).toBe('List incomplete');
    expect(fact({ reading: 500 })).toBe('Reading the list');
    expect(fact({ secrets: [] })).toBe('List not read');
    expect(fact({ refreshedAt: now })).toBe('Up to date');
    expect(fact({ refreshedAt: now, reading: 500 })).toBe('Up to date');
    expect(headerWords(status({ kind: 'open' }, { waiting: 2 }), now, list).fact).toBe('2 waiting');
  });

  it('a sign-in is asked for what it would send, not for what is of others', () => {
    const mixed = { ...status({ kind: 'sign-in', because: 'expired' }, { waiting: 2 }), foreign: [{ account: 'demo', count: 1 }], forSignIn: 1 };
    expect(groupSignIn(mixed)).toBe('Sign in to send 1 secret');
    expect(groupSignIn({ ...mixed, forSignIn: 0 })).toBe('Sign in');
  });
});
