import { assertNever } from '../assert-never.ts';
import type { CertificateTrouble, NoAnswerReason } from '../environment.ts';
import type { SecretsList } from '../secrets-list.ts';
import type { SessionView } from '../session.ts';
import type { Gate, Obstacle, OutboxCounts, SyncStatus } from '../sync-status.ts';
import { amount, counted, entries, secrets } from './counts.ts';
import { shortAccount } from './people.ts';
import { asOf, clockTime, date, roughlyAgo, until } from './times.ts';

/** What the header says in one place: one bold fact, then the rest. */
export interface HeaderWords {
  readonly mood: 'good' | 'waiting' | 'busy' | 'offline' | 'attention';
  readonly fact: string;
  readonly rest: readonly string[];
}

/**
 * Reach, count and last exchange of one environment.
 *
 * @param list what is shown below: nothing is up to date beside a list that was never read to its end
 */
export function headerWords(status: SyncStatus, now: number, list: ListFreshness | null = null): HeaderWords {
  const exchange = status.lastExchangeAt === null
    ? 'nothing exchanged yet'
    : `last exchange ${roughlyAgo(status.lastExchangeAt, now)}`;
  const waiting = waitingWords(status.counts);
  if (status.obstacle !== null) {
    return { mood: 'attention', fact: obstacleFacts[status.obstacle], rest: [...waiting, exchange] };
  }
  const closed = closedGate(status.gate, now);
  if (closed !== null) {
    return { mood: 'offline', fact: closed, rest: [...waiting, exchange] };
  }
  if (status.gate.kind === 'unproven') {
    return { mood: 'busy', fact: 'Connecting', rest: [...waiting, exchange] };
  }
  return openGate(status.counts, waiting, exchange, list);
}

/** What there is to say where nothing waits. */
function listFact(list: ListFreshness | null): Pick<HeaderWords, 'mood' | 'fact'> {
  if (list === null || list.refreshedAt !== null) return { mood: 'good', fact: 'Up to date' };
  if (list.reading !== null) return { mood: 'busy', fact: 'Reading the list' };
  return { mood: 'waiting', fact: isIncomplete(list) ? 'List incomplete' : 'List not read' };
}

/** It holds some of the secrets and was never read to its end. */
export function isIncomplete({ refreshedAt, reading, secrets }: ListFreshness): boolean {
  return refreshedAt === null && reading === null && secrets.length > 0;
}

function openGate(counts: OutboxCounts, waiting: readonly string[], exchange: string, list: ListFreshness | null): HeaderWords {
  const [fact, ...more] = waiting;
  if (fact === undefined) return { ...listFact(list), rest: [exchange] };
  const mood = counts.sending > 0 ? 'busy' : counts.needsAttention > 0 && more.length === 0 ? 'attention' : 'waiting';
  return { mood, fact, rest: [...more, exchange] };
}

/** "3 waiting", "sending 1 of 3", "1 to check", "1 on hold", "1 needs you": only what is there. */
export function waitingWords(counts: OutboxCounts): readonly string[] {
  const inLine = counts.waiting + counts.sending;
  return [
    inLine > 0 ? `${amount(inLine)} waiting` : null,
    counts.sending > 0 ? `sending ${amount(counts.sending)} of ${amount(inLine)}` : null,
    counts.uncertain > 0 ? `${amount(counts.uncertain)} to check` : null,
    counts.held > 0 ? `${amount(counts.held)} on hold` : null,
    counts.needsAttention > 0 ? needYou(counts.needsAttention) : null,
  ].filter((words) => words !== null);
}

function needYou(count: number): string {
  return count === 1 ? '1 needs you' : `${amount(count)} need you`;
}

const obstacleFacts: Readonly<Record<Obstacle, string>> = {
  'disk-full': 'Disk is full',
  'disk-trouble': 'Disk cannot be written',
  unexpected: 'Trouble in the app',
};

function closedGate(gate: Gate, now: number): string | null {
  switch (gate.kind) {
    case 'open':
    case 'unproven':
      return null;
    case 'offline':
      if (gate.because === 'no-link') return 'Offline';
      if (gate.because === 'switched-off') return 'Working offline';
      if (gate.because === 'captive-portal') return 'Network wants a sign-in';
      return gate.because === 'server-trouble' ? 'Platform has trouble' : 'No answer';
    case 'sign-in':
      return gate.because === 'expired' ? 'Session ended' : 'Not signed in';
    case 'throttled':
      return `Waits until ${until(gate.until, now)}`;
    case 'certificate':
      return 'Certificate not right';
    case 'not-kelvin':
      return 'No Kelvin platform';
    default:
      return assertNever(gate);
  }
}

/** What the banner's one button does. */
export type BannerAction = 'send-now' | 'sign-in' | 'claim' | 'go-online';

export interface BannerWords {
  readonly fact: string;
  readonly text: string;
  readonly button: { readonly label: string; readonly action: BannerAction } | null;
}

export interface BannerOf {
  readonly status: SyncStatus;
  readonly session: SessionView | null;
  readonly environment: string;
  readonly host: string;
  /** When the list on the screen was read, null where none was. */
  readonly listAsOf: number | null;
  readonly listRefused: boolean;
  readonly now: number;
}

/** The one banner under the header: bold fact, what happens by itself, one button. Null: nothing to say. */
export function bannerWords(of: BannerOf): BannerWords | null {
  return obstacleBanner(of) ?? gateBanner(of) ?? unclaimedBanner(of) ?? foreignBanner(of) ?? refusedListBanner(of);
}

const obstacleSentences: Readonly<Record<Obstacle, readonly [fact: string, what: string]>> = {
  'disk-full': ['The disk of this computer is full.', 'Make some room: then it goes on by itself.'],
  'disk-trouble': [
    'The disk of this computer does not take what the app writes.',
    'It is tried again by itself. If it stays so, look after the disk, then restart the app.',
  ],
  unexpected: [
    'Something unexpected keeps the app from sending.',
    'It is tried again by itself. If it stays so, restart the app.',
  ],
};

/** Told before any gate: what cannot be recorded is not sent, whatever the platform says. */
function obstacleBanner({ status }: BannerOf): BannerWords | null {
  if (status.obstacle === null) return null;
  const [fact, what] = obstacleSentences[status.obstacle];
  return {
    fact,
    text: `What waits is safe on this computer, and nothing is sent that cannot be recorded first. ${what}`,
    button: { label: 'Try now', action: 'send-now' },
  };
}

function gateBanner({ status, host, listAsOf, now }: BannerOf): BannerWords | null {
  const { gate, counts } = status;
  const inLine = counts.waiting + counts.sending + counts.uncertain;
  const list = listAsOf === null ? '' : ` This list is as of ${asOf(listAsOf, now)}.`;
  switch (gate.kind) {
    case 'open':
    case 'unproven':
      return null;
    case 'offline':
      return offlineBanner(gate.because, host, list, counts.uncertain);
    case 'sign-in':
      return signInBanner(gate.because, status.forSignIn, list);
    case 'throttled':
      return {
        fact: `The platform asks to wait until ${until(gate.until, now)}.`,
        text: inLine > 0 ? `${secrets(inLine)} ${inLine === 1 ? 'goes' : 'go'} then, by ${inLine === 1 ? 'itself' : 'themselves'}.` : 'Until then nothing is asked of it.',
        button: null,
      };
    case 'certificate':
      return {
        fact: certificateWords(gate.trouble),
        text: `${nothingSent(counts.uncertain)}. Show this to whoever looks after the platform; it is tried again by itself.`,
        button: { label: 'Try now', action: 'send-now' },
      };
    case 'not-kelvin':
      return {
        fact: `${host} is no Kelvin platform any more.`,
        text: 'Something else answers at this address. Nothing more is sent there; what waits stays encrypted on this computer.',
        button: { label: 'Try now', action: 'send-now' },
      };
    default:
      return assertNever(gate);
  }
}

/** Where something was sent and its answer is not here, it may be just this that answered it. */
function nothingSent(uncertain: number): string {
  return uncertain === 0 ? 'Nothing was sent' : 'Nothing more is sent';
}

function offlineBanner(because: NoAnswerReason, host: string, list: string, uncertain: number): BannerWords {
  if (because === 'switched-off') {
    return {
      fact: 'You work offline. You can go on adding secrets.',
      text: `They stay encrypted on this computer. Nothing is sent to anybody until you switch back.${list}`,
      button: { label: 'Go online', action: 'go-online' },
    };
  }
  const button = { label: 'Try now', action: 'send-now' } as const;
  if (because === 'captive-portal') {
    return {
      fact: `This network wants you to sign in first. ${nothingSent(uncertain)} through it.`,
      text: `Open its sign-in page in a browser. Secrets are sent by themselves when ${host} answers.${list}`,
      button,
    };
  }
  return {
    fact: `${noAnswerWords(because, host)} You can go on adding secrets.`,
    text: `They stay encrypted on this computer and are sent by themselves when ${host} answers.${list}`,
    button,
  };
}

/** Why there was no answer, as a sentence. */
export function noAnswerWords(because: NoAnswerReason, host: string): string {
  switch (because) {
    case 'no-link':
      return 'You are offline.';
    case 'switched-off':
      return 'You work offline.';
    case 'name-not-found':
      return `This network does not know ${host}.`;
    case 'refused':
      return `Nothing answers at ${host} at the moment.`;
    case 'unreachable':
      return `This network has no way to ${host}.`;
    case 'timeout':
      return `${host} does not answer in time.`;
    case 'broken-off':
      return `The connection to ${host} broke off.`;
    case 'proxy':
      return `This network’s proxy does not let you through to ${host}.`;
    case 'certificate':
      return `${host} shows a certificate that is not trusted.`;
    case 'client-certificate':
      return `${host} wants a certificate that shows who you are, and was shown none that it takes.`;
    case 'captive-portal':
      return 'This network wants you to sign in first.';
    case 'server-trouble':
      return `${host} answers, but has trouble of its own.`;
    case 'aborted':
    case 'unknown':
      return `${host} does not answer.`;
    default:
      return assertNever(because);
  }
}

/** The host, what is wrong with its certificate, and who issued it. There is no "ignore". */
export function certificateWords({ host, problem, issuer }: CertificateTrouble): string {
  const [what, more = ''] = certificateProblems[problem];
  const by = issuer === undefined ? '' : ` It was issued by “${issuer}”.`;
  return `${host} shows a certificate that ${what}.${by}${more}`;
}

const certificateProblems: Readonly<Record<CertificateTrouble['problem'], readonly [what: string, more?: string]>> = {
  expired: ['ran out'],
  'not-yet-valid': ['is not valid yet', ' Check the date of this computer.'],
  'wrong-host': ['was made for another name'],
  'unknown-authority': ['nobody this computer trusts has signed'],
  revoked: ['was withdrawn'],
  weak: ['is too weak to trust'],
  other: ['this computer does not trust'],
};

type SignInReason = Extract<Gate, { kind: 'sign-in' }>['because'];

function signInBanner(because: SignInReason, inLine: number, list: string): BannerWords {
  const ended = because === 'expired' ? 'Your session ended. ' : '';
  const button = { label: 'Sign in', action: 'sign-in' } as const;
  if (inLine === 0) {
    return {
      fact: `${ended}Sign in to see what is on the platform.`,
      text: `You can add secrets all the same: they stay encrypted on this computer until you sign in.${list}`,
      button,
    };
  }
  return {
    fact: `${ended}Sign in to send ${secrets(inLine)}.`,
    text: `${inLine === 1 ? 'It stays' : 'They stay'} encrypted on this computer until then. You can go on adding secrets.${list}`,
    button,
  };
}

function unclaimedBanner({ status, session, environment }: BannerOf): BannerWords | null {
  if (status.unclaimed === 0 || session?.kind !== 'signed-in') return null;
  const who = shortAccount(session.account);
  return {
    fact: `Send ${secrets(status.unclaimed)} as ${session.account}?`,
    text: `${status.unclaimed === 1 ? 'It was' : 'They were'} added on this computer while nobody was signed in to ${environment}. Nothing of ${status.unclaimed === 1 ? 'it' : 'them'} is sent until you agree.`,
    button: { label: `Send as ${who}`, action: 'claim' },
  };
}

/** After the person agreed to send them. */
export function claimedWords(count: number): string {
  return `${secrets(count)} ${count === 1 ? 'is' : 'are'} sent as you.`;
}

function foreignBanner({ status, session }: BannerOf): BannerWords | null {
  const [first, ...more] = status.foreign;
  if (first === undefined) return null;
  const count = status.foreign.reduce((sum, one) => sum + one.count, 0);
  const whose = more.length === 0
    ? shortAccount(first.account)
    : `${status.foreign.slice(0, -1).map((one) => shortAccount(one.account)).join(', ')} and ${shortAccount(status.foreign.at(-1)?.account ?? '')}`;
  const now = session?.kind === 'signed-in' ? ` You are signed in as ${session.account}.` : '';
  return {
    fact: `${secrets(count)} here ${count === 1 ? 'belongs' : 'belong'} to ${whose}.`,
    text: `${count === 1 ? 'It is' : 'They are'} sent when ${more.length === 0 ? whose : 'they'} ${more.length === 0 ? 'signs' : 'sign'} in again, and not as anybody else.${now}`,
    button: null,
  };
}

function refusedListBanner({ listRefused }: BannerOf): BannerWords | null {
  if (!listRefused) return null;
  return {
    fact: 'This account may not see the list of secrets.',
    text: 'You can add secrets all the same. Where an answer gets lost, the app cannot look for itself and asks you.',
    button: null,
  };
}

/** One environment in the outbox's group line: "Online, sending 1 of 3", "Your session ended". */
export function groupWords(status: SyncStatus, host: string, now: number): string {
  const { gate, counts } = status;
  if (status.obstacle !== null) return obstacleSentences[status.obstacle][0].replace(/\.$/, '');
  switch (gate.kind) {
    case 'open': {
      const sending = counts.sending > 0 ? `, sending ${amount(counts.sending)} of ${amount(counts.waiting + counts.sending)}` : '';
      return `Online${sending}`;
    }
    case 'unproven':
      return 'Connecting';
    case 'offline':
      return noAnswerWords(gate.because, host).replace(/\.$/, '');
    case 'sign-in':
      return gate.because === 'expired' ? 'Your session ended' : gate.because === 'signed-out' ? 'You signed out' : 'Nobody has signed in yet';
    case 'throttled':
      return `The platform asks to wait until ${until(gate.until, now)}`;
    case 'certificate':
      return certificateWords(gate.trouble).replace(/\.$/, '');
    case 'not-kelvin':
      return `${host} is no Kelvin platform any more`;
    default:
      return assertNever(gate);
  }
}

/** The button on a group whose gate needs the person, else null. */
export function groupSignIn(status: SyncStatus): string | null {
  if (status.gate.kind !== 'sign-in') return null;
  return status.forSignIn === 0 ? 'Sign in' : `Sign in to send ${secrets(status.forSignIn)}`;
}

/** The same for whoever does not see in whose group the button stands. */
export function groupSignInTo(words: string, environment: string): string {
  return `${words} to ${environment}`;
}

/** The few words beside another environment's name: "2 waiting", "1 needs you", "1 on hold", or nothing. */
export function otherEnvironmentWords(counts: OutboxCounts): string {
  if (counts.needsAttention > 0) return needYou(counts.needsAttention);
  const inLine = counts.waiting + counts.sending + counts.uncertain;
  if (inLine > 0) return `${amount(inLine)} waiting`;
  return counts.held > 0 ? `${amount(counts.held)} on hold` : '';
}

/** The outbox's header over all environments. */
export function outboxHeaderWords(open: number, environments: number, attention: number, sending: number): HeaderWords {
  if (open === 0) return { mood: 'good', fact: 'Nothing is waiting', rest: [] };
  const where = environments > 1 ? ` in ${counted(environments, 'environment', 'environments')}` : '';
  return {
    mood: sending > 0 ? 'busy' : 'waiting',
    fact: `${entries(open)}${where}`,
    rest: attention > 0 ? [needYou(attention)] : [],
  };
}

/** "Signed in until 18:30", and the other states of a session. */
export function sessionWords(session: SessionView, now: number): string {
  switch (session.kind) {
    case 'never-signed-in':
      return 'Not signed in';
    case 'signed-in':
      return session.until === null ? 'Signed in' : `Signed in until ${until(session.until, now)}`;
    case 'expired':
      return 'Session ended';
    case 'signed-out':
      return 'Signed out';
    default:
      return assertNever(session);
  }
}

interface ListFreshness extends Pick<SecretsList, 'refreshedAt' | 'reading' | 'brokeOff' | 'deliveredSince'> {
  /** What is shown. */
  readonly secrets: { readonly length: number };
}

/** The footer's right end: how fresh and how complete the list is. */
export function listWords(list: ListFreshness, reachable: boolean, now: number): string {
  const { refreshedAt, reading, brokeOff, deliveredSince } = list;
  const when = refreshedAt === null ? null : onDay(refreshedAt, now);
  if (reading !== null) {
    const soFar = reading === 0 ? '' : `: ${amount(reading)} so far`;
    return when === null ? `Reading the list${soFar}` : `Reading the list${soFar}, last refreshed ${when}`;
  }
  if (brokeOff !== null) {
    const end = brokeOff.cancelled ? 'Reading was stopped' : 'Reading broke off';
    const read = `${end} at ${clockTime(brokeOff.at)} after ${secrets(brokeOff.count)}`;
    return when === null ? `List incomplete. ${read}` : `${read}. What is shown is the list as of ${when}`;
  }
  // Where it broke off is not remembered over a restart; what it brought is.
  if (when === null) return list.secrets.length === 0 ? 'The list was not read yet' : 'List incomplete. It was not read to its end yet';
  const since = deliveredSince === 0 ? '' : `, with ${counted(deliveredSince, 'delivery', 'deliveries')} since`;
  return reachable && since === '' ? `List complete, refreshed ${when}` : `List as of ${when}${since}`;
}

function onDay(at: number, now: number): string {
  return sameDay(at, now) ? `today ${asOf(at, now).replace(' today', '')}` : asOf(at, now);
}

function sameDay(at: number, now: number): boolean {
  return date(at) === date(now);
}
