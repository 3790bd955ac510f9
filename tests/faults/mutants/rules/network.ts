import type { Mutant } from '../mutant.ts';

const test = (...titles: [string, ...string[]]) => ({ file: 'tests/e2e/network-stack.spec.ts', titles });

/** What only the product's own network stack can show (design §3.5, 11, §4). */
export const networkMutants: readonly Mutant[] = [
  {
    name: 'connection-kept-after-a-write',
    rule: 'Writes never use a connection twice: the stack re-sends by itself what it carries on one that dies.',
    file: 'src/main/system/network-exchange.ts',
    search: "...(lane === 'write' ? { connection: 'close' } : {})",
    replacement: '',
    test: test('the stack\'s own re-send', 'does not happen to writes: each has a connection that nothing used before'),
  },
  {
    name: 'write-on-a-left-over-connection',
    rule: 'Each write starts with an empty pool: a connection left over from a request that gave up counts as reused.',
    file: 'src/main/system/network-sessions.ts',
    search: '      await session.closeAllConnections();\n',
    replacement: '',
    test: test('the stack\'s own re-send', 'does not happen to a write after one that gave up: it starts with an empty pool'),
  },
  {
    name: 'redirect-followed',
    rule: 'A redirect is never followed, so a secret never goes to another host.',
    file: 'src/main/system/network-exchange.ts',
    search: "client.on('redirect', (status) => finish({ kind: 'redirect', status }));",
    replacement: "client.on('redirect', () => client.followRedirect());",
    test: test('a request', 'follows no redirect'),
  },
  {
    name: 'sent-to-any-host',
    rule: 'A request goes to one of the environment’s own origins, and nowhere else.',
    file: 'src/main/system/network-destination.ts',
    search: 'if (!allowedOrigins.includes(url.origin)) return false;',
    replacement: '',
    test: test('a request', 'goes nowhere but to the environment\'s own origins'),
  },
  {
    name: 'offline-lets-it-finish',
    rule: '"Work offline" breaks off what is under way.',
    file: 'src/main/system/network-switch.ts',
    search: 'for (const own of underWay) own.abort();',
    replacement: '',
    test: {
      file: 'src/main/system/network-switch.test.ts',
      titles: ['what is under way is broken off, its connections too, and each asker is told whether something had left'],
    },
  },
  {
    name: 'offline-falls-open',
    rule: '"Work offline" fails closed: where nothing says any more what the person chose, nothing is sent.',
    file: 'src/main/storage/settings.ts',
    search: 'works_offline !== 0',
    replacement: 'works_offline === 1',
    test: { file: 'src/main/storage/settings.test.ts', titles: ['where the row was lost, nothing is sent until the person says so'] },
  },
  {
    name: 'certificate-shown-unasked',
    rule: 'No client certificate is shown that the person did not choose: Chromium would show the first.',
    file: 'src/main/system/certificate-requests.ts',
    search: '    event.preventDefault();\n',
    replacement: '',
    test: {
      file: 'src/main/system/certificate-requests.test.ts',
      titles: ['the person is asked, the request is broken off, and what they chose is shown when it is made again'],
    },
  },
  {
    name: 'certificate-for-anybody',
    rule: 'A client certificate is for an environment’s own origins, and for nobody else who asks.',
    file: 'src/main/system/certificate-requests.ts',
    search: ' || !isAsking(origin)',
    replacement: '',
    test: {
      file: 'src/main/system/certificate-requests.test.ts',
      titles: ['a host that no request of ours is on its way to gets none, and nobody is asked'],
    },
  },
  {
    name: 'late-407-deletes-the-newer',
    rule: 'A refusal is of the proxy password that was said, and of no newer one.',
    file: 'src/main/system/proxy-logins.ts',
    search: 'credentials !== refused) return credentials;',
    replacement: 'refused === null) return credentials;',
    test: {
      file: 'src/main/system/proxy-logins.test.ts',
      titles: ['a late refusal of what was said before does not delete what the person gave meanwhile'],
    },
  },
];
