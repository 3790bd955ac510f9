import { expect, test } from 'vitest';
import { findForbidden, forbiddenWords } from './forbidden-switches.ts';

function find(switches: string[], { env = {}, packaged = true, testFlavour = false } = {}) {
  return findForbidden({ packaged, testFlavour, hasSwitch: (name) => switches.includes(name), env });
}

test.each([
  'ignore-certificate-errors',
  'host-resolver-rules',
  'log-net-log',
  'ssl-key-log-file',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'disable-web-security',
  'browser-subprocess-path',
  'use-mock-keychain',
])('the shipped app refuses --%s', (name) => {
  expect(find([name])).toEqual([`--${name}`]);
});

test('it refuses the variables that log TLS keys or switch certificates off', () => {
  expect(find([], { env: { SSLKEYLOGFILE: '/tmp/keys' } })).toEqual(['SSLKEYLOGFILE']);
  expect(find([], { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })).toEqual(['NODE_TLS_REJECT_UNAUTHORIZED=0']);
  expect(find([], { env: { SSLKEYLOGFILE: '', NODE_TLS_REJECT_UNAUTHORIZED: '1', NODE_OPTIONS: '-r x' } })).toEqual([]);
});

test.each([['no-sandbox'], ['proxy-server'], ['password-store'], ['force-device-scale-factor'], ['ozone-platform']])(
  'what people and companies need is not refused: --%s',
  (name) => {
    expect(find([name])).toEqual([]);
  },
);

test('the test flavour opens a debugger, and nothing else', () => {
  const all = ['remote-debugging-port', 'inspect', 'ignore-certificate-errors', 'host-resolver-rules', 'log-net-log'];
  expect(find(all, { testFlavour: true })).toEqual([
    '--ignore-certificate-errors',
    '--host-resolver-rules',
    '--log-net-log',
  ]);
  expect(find([], { testFlavour: true, env: { SSLKEYLOGFILE: '/tmp/keys' } })).toEqual(['SSLKEYLOGFILE']);
});

test('a development run refuses nothing', () => {
  expect(find(['remote-debugging-port', 'ignore-certificate-errors'], { packaged: false })).toEqual([]);
});

test('the words name what was found and what to do', () => {
  expect(forbiddenWords(['--log-net-log', 'SSLKEYLOGFILE'])).toBe(
    'Kelvin Secrets does not start with --log-net-log, SSLKEYLOGFILE: it would open what protects your secrets. ' +
      'Start it without, or remove it from the environment.',
  );
});
