import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HELP, readCommand } from './options.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file.json'), text);
  return join(folder, 'file.json');
}

it('runs with its defaults when nothing is given', () => {
  expect(readCommand([], {})).toEqual({
    kind: 'run',
    settings: DEFAULT_SETTINGS,
    json: false,
    exitWithStdin: false,
  });
});

it('reads every flag', () => {
  const args = [
    '--port',
    '4000',
    '--control-port=4001',
    '--public-url',
    'https://Sandbox.Example/',
    '--auth-path',
    '/auth',
    '--legacy-names',
  ];
  args.push(
    '--max-value-bytes',
    '10',
    '--cursor-urls',
    '--access-token-seconds',
    '5',
    '--refresh-token-seconds',
    '6',
    '--data',
    'd.json',
    '--json',
  );
  expect(readCommand([...args, '--exit-with-stdin'], { SANDBOX_CONTROL_TOKEN: 'given' })).toMatchObject({
    kind: 'run',
    json: true,
    exitWithStdin: true,
    settings: {
      port: 4000,
      controlPort: 4001,
      publicUrl: 'https://sandbox.example',
      authPath: '/auth',
      legacyNames: true,
      maxValueBytes: 10,
      cursorStyle: 'url',
      accessTokenSeconds: 5,
      refreshTokenSeconds: 6,
      dataFile: 'd.json',
      controlToken: 'given',
    },
  });
});

it('explains every flag in its help', () => {
  expect(readCommand(['--help', '--port', 'x'], {})).toEqual({ kind: 'help' });
  for (const flag of [
    'port',
    'control-port',
    'tls-cert',
    'tls-key',
    'public-url',
    'auth-path',
    'users',
    'data',
    'legacy-names',
  ]) {
    expect(HELP).toContain(`--${flag}`);
  }
});

it.each([
  [['--nonsense'], /--nonsense/],
  [['extra'], /extra/],
  [['--port'], /port/],
  [['--port', '80a'], /--port needs a whole number/],
  [['--port', '65536'], /0 to 65535/],
  [['--port', '-1'], /port/],
  [['--max-value-bytes', '0'], /from 1/],
  [['--host', '0.0.0.0'], /loopback only/],
  [['--tls-cert', 'cert.pem'], /go together/],
  [['--tls-cert', 'missing.pem', '--tls-key', 'missing.pem'], /missing.pem cannot be read/],
  [['--public-url', 'sandbox'], /needs an origin/],
  [['--public-url', 'https://sandbox.example/path'], /without a path/],
  [['--users', 'missing.json'], /cannot be read/],
])('refuses %j in words', (args, words) => {
  expect(readCommand(args, {})).toEqual({ kind: 'wrong', words: expect.stringMatching(words) });
});

it('reads people from a file, and says where it does not understand one', () => {
  const users = { users: [{ username: 'ada@plant.example', password: 'lovelace', permissions: ['read'] }] };
  expect(readCommand(['--users', file(JSON.stringify(users))], {})).toMatchObject({
    settings: { accounts: users },
  });
  expect(readCommand(['--users', file('[')], {})).toMatchObject({
    kind: 'wrong',
    words: expect.stringContaining('is not JSON'),
  });
  const wrong = { users: [{ username: 'ada', password: 'lovelace', permissions: ['fly'] }] };
  const command = readCommand(['--users', file(JSON.stringify(wrong))], {});
  expect(command).toMatchObject({ kind: 'wrong', words: expect.stringContaining("'users.0.permissions.0'") });
  expect(JSON.stringify(command)).not.toContain('lovelace');
});
