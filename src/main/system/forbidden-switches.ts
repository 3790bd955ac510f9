/** Chromium's and Node's switches that weaken TLS, the sandbox of pages or the keychain, or let others watch. */
const forbidden = [
  // TLS, and where names lead
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ignore-urlfetcher-cert-requests',
  'allow-insecure-localhost',
  'ssl-key-log-file',
  'ssl-version-min',
  'host-resolver-rules',
  'host-rules',
  'origin-to-force-quic-on', // a write must never travel on a connection that is shared (design §3.5)
  'enable-quic',
  // Everything that was sent, in a file
  'log-net-log',
  'net-log-capture-mode',
  // Debuggers
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'debug',
  'debug-brk',
  'debug-port',
  'js-flags',
  'enable-automation',
  'auto-open-devtools-for-tabs',
  // What keeps a page inside its page. Not allow-file-access-from-files: Electron sets that one itself at
  // every start; here no page has a file: address, and a fuse takes its privileges away.
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'load-extension',
  // Other people's programs in the place of ours
  'browser-subprocess-path',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'renderer-startup-dialog',
  // A keychain that is none
  'use-mock-keychain',
] as const;

type ForbiddenSwitch = (typeof forbidden)[number];

/** What a test needs in order to see and press: a debugger. It gets no way around TLS. */
const neededByTests: ReadonlySet<ForbiddenSwitch> = new Set<ForbiddenSwitch>([
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
]);

export interface CommandLine {
  readonly packaged: boolean;
  readonly testFlavour: boolean;
  /** As Chromium parsed it: it takes one dash or two, and a slash on Windows. */
  hasSwitch(name: string): boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The switches and variables this app refuses to start with, as the person wrote them. A development run
 * refuses nothing: it has a profile of its own and holds no real secrets.
 */
export function findForbidden({ packaged, testFlavour, hasSwitch, env }: CommandLine): readonly string[] {
  if (!packaged) return [];
  const switches = forbidden
    .filter((name) => hasSwitch(name) && !(testFlavour && neededByTests.has(name)))
    .map((name) => `--${name}`);
  return [...switches, ...findVariables(env)];
}

/** The packaged app ignores NODE_OPTIONS and ELECTRON_RUN_AS_NODE by its fuses: many a developer has them set. */
function findVariables(env: CommandLine['env']): string[] {
  const found: string[] = [];
  if (isSet(env['SSLKEYLOGFILE'])) found.push('SSLKEYLOGFILE');
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') found.push('NODE_TLS_REJECT_UNAUTHORIZED=0');
  return found;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** What the person is told before the app leaves: what happened, and what to do. */
export function forbiddenWords(found: readonly string[]): string {
  return (
    `Kelvin Secrets does not start with ${found.join(', ')}: it would open what protects your secrets. ` +
    'Start it without, or remove it from the environment.'
  );
}
