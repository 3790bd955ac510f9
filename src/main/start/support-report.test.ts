import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonAnswer, noAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import { accessToken, tokenAnswer } from '../../../tests/support/issuer.ts';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import type { AppPhase } from '../../shared/app-state.ts';
import { usualChoices } from '../../shared/desktop.ts';
import type { AttentionReason } from '../../shared/entry.ts';
import { createLog } from '../logging/log.ts';
import type { NetworkRequest } from '../system/network-port.ts';
import { filesOf, type ProfileFiles } from '../system/profile.ts';
import { openProfile, type RunningProfile } from './open-profile.ts';
import { createReport } from './support-report.ts';

// Everything that a report must not tell is given the name of an animal, and no animal is in the report.

const animals = {
  host: 'quokka', label: 'Zebrafish', account: 'wombat', secret: 'axolotl', value: 'okapi', platform: 'dugong', colleague: 'tapir',
  folder: 'ibex', log: 'narwhal', file: 'gecko', token: 'lemur', issuer: 'civet', authority: 'ocelot',
} as const;
const origin = `https://${animals.host}.example`;
const protection = { keychain: { backend: 'gnome_libsecret', since: 0, state: 'opens', checkedAt: 0 }, passphrase: null } as const;

let bench: ReturnType<typeof openTestOutbox>;
let files: ProfileFiles;
let profile: RunningProfile;
let phase: AppPhase;

beforeEach(async () => {
  const folder = join(temporaryFolder(), 'home', animals.folder);
  mkdirSync(folder, { recursive: true });
  files = filesOf(folder);
  bench = openTestOutbox(origin);
  bench.db.prepare('UPDATE environments SET label = ?').run(animals.label);
  phase = { kind: 'ready', protection };
  profile = openProfile({
    db: bench.db,
    closeDatabase: () => undefined,
    clock: bench.clock,
    log: createLog({ folder: files.logs, echo: null, now: () => bench.clock.now() }),
    news: () => undefined,
    environmentsChanged: () => undefined,
    chose: () => undefined,
    preferences: { get: () => null, set: () => undefined },
    receipts: { given: () => undefined, allGiven: () => undefined, changed: () => undefined, settled: () => undefined, all: () => [], keepOnly: () => undefined },
    failed: (error) => {
      throw error;
    },
    openInBrowser: () => Promise.resolve(true),
    comeForward: () => undefined,
    appVersion: 'test',
    network: () => ({ ...scriptedNetwork(answerTo), close: () => Promise.resolve() }),
    development: null,
  });
  const signedIn = await profile.auth.signIn(bench.environmentId, { userName: animals.account, password: animals.token, oneTimeCode: null });
  expect(signedIn).toMatchObject({ signedIn: true });
  for (const [index, reason] of reasons.entries()) add(`${animals.secret}-${String(index)}`, reason);
  add(`${animals.secret}-waits`, null);
  add(`${animals.secret}-waits-too`, null);
});
afterEach(async () => {
  await profile.close();
  bench.close();
});

function answerTo({ url }: NetworkRequest) {
  if (url === `${origin}/metadata`) return jsonAnswer(200, { authentication: { url: origin, path: 'auth', realm: 'kelvin' } });
  if (url.endsWith('/token')) {
    return tokenAnswer(accessToken({ sub: animals.account, preferred_username: animals.account, iat: 0, exp: 3600 }), animals.token);
  }
  return noAnswer('timeout');
}

const found = { created: '2026-01-01T00:00:00Z', createdBy: animals.colleague, updated: null, updatedBy: animals.colleague };
const reasons: readonly AttentionReason[] = [
  { kind: 'conflict', found },
  { kind: 'refused', status: 422, platformWords: `${animals.platform}: ${animals.value} is too long` },
  { kind: 'forbidden', platformWords: animals.platform },
];

function add(name: string, reason: AttentionReason | null): void {
  const accountId = profile.auth.account(bench.environmentId)?.id ?? null;
  const given = profile.outbox.add({ ...bench.to, accountId }, name, animals.value);
  if (!given.ok) throw new Error(given.code);
  if (reason === null) return;
  bench.db.prepare(`UPDATE entries SET state = 'needs-attention', reason = ? WHERE id = ?`).run(JSON.stringify(reason), given.value.entryId);
}

async function report(): Promise<string> {
  return createReport({
    files,
    clock: bench.clock,
    version: '0.1.0',
    packaged: true,
    phase: () => phase,
    profile: () => (phase.kind === 'ready' ? profile : null),
    protection: () => Promise.resolve(protection),
    locking: () => ({ afterMinutes: 5, withSystem: false, keepSending: true }),
    systemLock: () => Promise.resolve('told-by-most'),
    desktop: () => usualChoices,
    abilities: () => Promise.resolve({ tray: true, notifications: true }),
  })();
}

function expectNoAnimal(text: string): void {
  for (const animal of Object.values(animals)) expect(text.toLowerCase()).not.toContain(animal.toLowerCase());
}

test('it tells versions, states, codes and counts, and of nothing that has a name', async () => {
  writeFileSync(files.database, 'encrypted');
  writeFileSync(join(files.folder, `${animals.file}.quarantine-2026-11-24`), 'old');
  const text = await report();
  expectNoAnimal(text);
  for (const line of [
    '  version: 0.1.0',
    '  phase: ready',
    '  keychain: gnome-libsecret opens',
    '  passphrase: no',
    '  files set aside: 1',
    '  database: 9 bytes 644',
    '  key-file: not-there',
    'Environment 1',
    '  kind: production',
    '  session: signed-in password',
    '  entries: waiting 2 sending 0 uncertain 0 needs-attention 3 held 0',
    '  alike: create needs-attention refused 422 no-outcome count 1 most-attempts 0 oldest 0s-ago',
    '  alike: create waiting no-outcome count 2 most-attempts 0 oldest 0s-ago',
  ]) expect(text.split('\n')).toContain(line);
  expect(text).toMatch(/"event":"session","environment":"[^"]*","state":"signed-in"/);
  expect(text).not.toContain('[left out]');
});

test('what was written into the log by a hand, or by another version, is not told', async () => {
  const lines = [
    `not JSON, ${animals.log}`,
    JSON.stringify({ at: '2026-11-24T09:00:00.000Z', event: animals.log }),
    JSON.stringify({ at: animals.log, event: 'second-instance' }),
    JSON.stringify({ at: '2026-11-24T09:00:00.000Z', event: 'second-instance', words: animals.log }),
    JSON.stringify({ at: '2026-11-24T09:00:00.000Z', event: 'request-refused', channel: `${animals.log}.example`, code: `${animals.log} said no` }),
    JSON.stringify({ at: '2026-11-24T09:00:00.000Z', event: 'crash', where: 'start', error: { name: 'Error', code: null, frames: [`/home/${animals.log}/index.js`] } }),
    'null',
  ];
  appendFileSync(join(files.logs, 'kelvin-secrets.log'), `${lines.join('\n')}\n`);
  const text = await report();
  expectNoAnimal(text);
  expect(text).toContain('  lines left out: 4');
  expect(text).toContain('"event":"second-instance"}');
  expect(text).toContain('"channel":"[dropped]","code":"[dropped]"');
});

test('a locked app tells nothing of its outbox, nor when something was sent', async () => {
  phase = { kind: 'locked', by: 'idle', keychainToo: true, passphrase: true, sends: true };
  const text = await report();
  expectNoAnimal(text);
  expect(text).toContain('  phase: locked idle');
  expect(text).toContain('  not open: nothing-is-told');
  expect(text).not.toMatch(/Environment|"event":"(attempt|session|gate|list-read)/);
});

test('an app in trouble tells which, and by what its files are', async () => {
  phase = { kind: 'trouble', trouble: 'key-file-missing', setAside: [`${animals.file}.quarantine`], canStartAfresh: true };
  const text = await report();
  expectNoAnimal(text);
  expect(text).toContain('  phase: trouble key-file-missing');
  expect(text).toContain('  key-file: not-there');
});
