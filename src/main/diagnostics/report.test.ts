import { expect, test } from 'vitest';
import { usualChoices } from '../../shared/desktop.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Gate } from '../../shared/sync-status.ts';
import type { EntryFacts, ReportFacts } from './facts.ts';
import { writeReport } from './report.ts';

const at = Date.UTC(2026, 10, 24, 12);
const plant = '0b7d8a4e-35c1-4f3e-9d38-111111111111' as EnvironmentId;
const entry: EntryFacts = {
  intent: 'create', state: 'waiting', reason: null, status: null, lastOutcome: 'no-network', attempts: 3, held: false, addedAt: at - 3 * 3_600_000,
};

function facts(gate: Gate, more: Partial<ReportFacts> = {}): ReportFacts {
  const counts = { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0 };
  return {
    at,
    runningFor: 95_000,
    versions: { app: '0.1.0', electron: '45.4.1', chrome: '150.0.1.2', node: '24.21.0' },
    nodeApi: 10,
    packaged: true,
    system: { platform: 'linux', release: '6.1', arch: 'x64', memoryMb: 16000 },
    phase: 'ready',
    because: null,
    setAside: 0,
    protection: null,
    locking: { afterMinutes: 0, withSystem: false, keepSending: false },
    systemLock: 'told',
    desktop: { ...usualChoices, tray: false, notifications: true },
    files: [],
    schema: 3,
    open: {
      worksOffline: false,
      incidents: ['started-afresh'],
      environments: [
        {
          id: plant, kind: 'staging', session: 'expired', method: null, foreign: 2, entries: [],
          status: { gate, obstacle: 'disk-full', counts, lastExchangeAt: at - 30_000, unclaimed: 0 },
        },
      ],
    },
    log: { lines: [], unreadable: 0 },
    ...more,
  };
}
const lines = (given: ReportFacts): string[] => writeReport(given).split('\n');

test.each<[string, Gate]>([
  ['  gate: open', { kind: 'open' }],
  ['  gate: offline captive-portal since 12m-ago next 8s', { kind: 'offline', because: 'captive-portal', since: at - 12 * 60_000, nextProbeAt: at + 8_000 }],
  ['  gate: sign-in expired', { kind: 'sign-in', because: 'expired' }],
  ['  gate: throttled for 5m', { kind: 'throttled', until: at + 300_000 }],
  ['  gate: certificate wrong-host', { kind: 'certificate', trouble: { host: 'plant-a.example', problem: 'wrong-host' } }],
])('it tells “%s”, and no host', (line, gate) => {
  expect(lines(facts(gate))).toContain(line);
  expect(writeReport(facts(gate))).not.toContain('plant-a');
});

test('an environment is a number, in the log too', () => {
  const log = { lines: [`{"at":"2026-11-24T12:00:00.000Z","event":"gate","environment":"${plant}","gate":"open","because":"none"}`], unreadable: 0 };
  const text = writeReport(facts({ kind: 'open' }, { log }));
  expect(text).toContain('"environment":"environment-1"');
  expect(text).not.toContain(plant);
});

test('five thousand entries that wait for the same thing are one line', () => {
  const given = facts({ kind: 'open' });
  const [environment] = given.open?.environments ?? [];
  if (given.open === null || environment === undefined) throw new Error('The facts have an environment');
  const entries = [...Array.from({ length: 5000 }, () => entry), { ...entry, held: true, attempts: 0 }];
  const open = { ...given.open, environments: [{ ...environment, entries }] };
  expect(lines({ ...given, open }).filter((line) => line.startsWith('  alike'))).toEqual([
    '  alike: create waiting no-network count 5000 most-attempts 3 oldest 3h-ago',
    '  alike: create waiting no-network held count 1 most-attempts 0 oldest 3h-ago',
  ]);
});

test('what does not pass for a code is left out, whatever the types said', () => {
  const backend = 'Keychain of Ana Ruiz';
  const protection = { keychain: { backend, since: 0, state: 'opens', checkedAt: null }, passphrase: null } as const;
  expect(lines(facts({ kind: 'open' }, { protection }))).toContain('  keychain: [left out] opens');
});

test('a key file that cannot be read is told apart from one that nobody asked', () => {
  expect(lines(facts({ kind: 'open' }))).toContain('  key file: cannot-be-read');
  expect(lines(facts({ kind: 'open' }, { open: null }))).toContain('  key file: not-asked');
});
