import type { Gate } from '../../shared/sync-status.ts';
import type { EntryFacts, EnvironmentFacts, OpenFacts, ReportFacts } from './facts.ts';

/** What is not of the form of a code or a version is none of ours, whatever the types said. */
const leftOut = '[left out]';

/** Each line of the report: what, and the codes. */
type Line = readonly [what: string, ...codes: readonly (string | number | boolean | null)[]];

/**
 * The report for support as text: what a person reads in full before they give it away. Every word in it is this file's
 * own, or passes for a code, a version or a number.
 */
export function writeReport(facts: ReportFacts): string {
  const { versions, system, locking, desktop } = facts;
  const sections: readonly (readonly [title: string, lines: readonly Line[]])[] = [
    ['App', [
      ['version', versions.app],
      ['runtime', 'electron', versions.electron, 'chrome', versions.chrome, 'node', versions.node, 'node-api', facts.nodeApi],
      ['packaged', facts.packaged],
      ['system', system.platform, system.release, system.arch],
      ['memory of the computer', `${String(system.memoryMb)}-mb`],
      ['time', utc(facts.at)],
      ['running for', duration(facts.runningFor)],
    ]],
    ['State', [
      ['phase', facts.phase, ...(facts.because === null ? [] : [facts.because])],
      ['files set aside', facts.setAside],
      ...protectionLines(facts),
      ['lock after minutes', locking.afterMinutes],
      ['lock with system', locking.withSystem, facts.systemLock],
      ['send while locked', locking.keepSending],
      ['theme', desktop.theme, desktop.density],
      ['tray', desktop.tray, 'close-to-tray', desktop.closeToTray],
      ['notifications', desktop.notifications, 'wanted', desktop.notify],
    ]],
    ['Files', [
      ...facts.files.map(({ is, bytes, mode }): Line => [is, ...(bytes === null ? ['not-there'] : [bytes, 'bytes', mode])]),
      ['schema', facts.schema],
    ]],
    ...openSections(facts.open, facts.at),
  ];
  const written = sections.map(([title, lines]) => [title, ...lines.map(lineText), ''].join('\n'));
  return [...written, logText(facts), ''].join('\n');
}

function protectionLines({ protection, open }: ReportFacts): readonly Line[] {
  if (protection === null) return [['key file', open === null ? 'not-asked' : 'cannot-be-read']];
  const { keychain, passphrase } = protection;
  return [
    ['key file', 'read'],
    ['keychain', ...(keychain === null ? ['none'] : [keychain.backend.replaceAll('_', '-'), keychain.state])],
    ['passphrase', passphrase !== null],
  ];
}

function openSections(open: OpenFacts | null, now: number): readonly (readonly [string, readonly Line[]])[] {
  if (open === null) return [['Outbox', [['not open', 'nothing-is-told']]]];
  return [
    ['Network', [['work offline', open.worksOffline], ['incidents', open.incidents.length, ...open.incidents]]],
    ...open.environments.map((environment, index) => [`Environment ${String(index + 1)}`, environmentLines(environment, now)] as const),
  ];
}

function environmentLines({ kind, session, method, status, foreign, entries }: EnvironmentFacts, now: number): readonly Line[] {
  const { counts } = status;
  return [
    ['kind', kind],
    ['session', session, ...(method === null ? [] : [method])],
    ['gate', ...gateCodes(status.gate, now)],
    ['obstacle', status.obstacle ?? 'none'],
    ['last exchange', status.lastExchangeAt === null ? 'never' : ago(status.lastExchangeAt, now)],
    ['entries', 'waiting', counts.waiting, 'sending', counts.sending, 'uncertain', counts.uncertain, 'needs-attention', counts.needsAttention, 'held', counts.held],
    ['of nobody yet', status.unclaimed],
    ['of other accounts', foreign],
    ...alike(entries, now),
  ];
}

function gateCodes(gate: Gate, now: number): readonly (string | number)[] {
  switch (gate.kind) {
    case 'open':
    case 'unproven':
    case 'not-kelvin':
      return [gate.kind];
    case 'offline':
      return [gate.kind, gate.because, 'since', ago(gate.since, now), ...(gate.nextProbeAt === null ? [] : ['next', duration(gate.nextProbeAt - now)])];
    case 'sign-in':
      return [gate.kind, gate.because];
    case 'throttled':
      return [gate.kind, 'for', duration(gate.until - now)];
    case 'certificate':
      return [gate.kind, gate.trouble.problem];
  }
}

/** Five thousand entries that wait for the same thing are one line. */
function alike(entries: readonly EntryFacts[], now: number): readonly Line[] {
  const groups = new Map<string, { readonly codes: Line; count: number; attempts: number; oldest: number }>();
  for (const { intent, state, reason, status, lastOutcome, attempts, held, addedAt } of entries) {
    const codes: Line = ['alike', intent, state, ...(reason === null ? [] : [reason]), ...(status === null ? [] : [status]), lastOutcome ?? 'no-outcome', ...(held ? ['held'] : [])];
    const key = codes.join(' ');
    const group = groups.get(key) ?? { codes, count: 0, attempts: 0, oldest: addedAt };
    group.count += 1;
    group.attempts = Math.max(group.attempts, attempts);
    group.oldest = Math.min(group.oldest, addedAt);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ codes, count, attempts, oldest }) => [
    ...codes, 'count', count, 'most-attempts', attempts, 'oldest', ago(oldest, now),
  ]);
}

function logText({ log, open }: ReportFacts): string {
  const numbers = new Map((open?.environments ?? []).map(({ id }, index) => [id as string, `environment-${String(index + 1)}`]));
  const lines = log.lines.map((line) => line.replace(/"environment":"([0-9a-f-]+)"/, (all, id: string) => {
    const number = numbers.get(id);
    return number === undefined ? all : `"environment":"${number}"`;
  }));
  const unreadable = log.unreadable === 0 ? [] : [`  lines left out: ${String(log.unreadable)}`];
  return ['Log', ...unreadable, ...lines.map((line) => `  ${line}`)].join('\n');
}

const forms = [/^[a-z][a-z0-9-]{0,40}$/, /^\d[\w.:+-]{0,60}$/];

function lineText([what, ...codes]: Line): string {
  const words = codes.filter((code) => code !== null).map((code) => {
    if (typeof code === 'boolean') return code ? 'yes' : 'no';
    const text = String(code);
    return forms.some((form) => form.test(text)) ? text : leftOut;
  });
  return `  ${what}: ${words.join(' ')}`;
}

function utc(at: number): string {
  return new Date(at).toISOString();
}

function ago(at: number, now: number): string {
  return `${duration(now - at)}-ago`;
}

/** "95s", "12m", "30h": how long matters, not to the millisecond. Never below 0, where a clock was set. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${String(seconds)}s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${String(minutes)}m` : `${String(Math.round(minutes / 60))}h`;
}
