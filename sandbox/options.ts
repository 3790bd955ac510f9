import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { accountsSchema, type AccountsFile } from './accounts.ts';
import { DEFAULT_SETTINGS, type SandboxSettings } from './settings.ts';

/** What the command line asks for. */
export type Command =
  | { kind: 'help' }
  | { kind: 'wrong'; words: string }
  | { kind: 'run'; settings: SandboxSettings; json: boolean; exitWithStdin: boolean };

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  host: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  users: { type: 'string' },
  data: { type: 'string' },
  'public-url': { type: 'string' },
  'auth-path': { type: 'string' },
  'legacy-names': { type: 'boolean' },
  'max-value-bytes': { type: 'string' },
  'cursor-urls': { type: 'boolean' },
  'access-token-seconds': { type: 'string' },
  'refresh-token-seconds': { type: 'string' },
  json: { type: 'boolean' },
  'exit-with-stdin': { type: 'boolean' },
} as const;

export const HELP = `The sandbox platform: a stand-in for a Kelvin platform, on this computer only.

Usage: node sandbox/main.ts [options]

Where it listens (127.0.0.1 and ::1, never elsewhere)
  --port N                    the platform's port; 0, the default, picks a free one
  --control-port N            the port that faults are set on; 0, the default, picks a free one
  --tls-cert FILE             serve HTTPS with this certificate (PEM) …
  --tls-key FILE              … and its key; with --port 443 a client that drops ports finds it
  --public-url URL            what /metadata and the tokens say the address is
  --auth-path TEXT            the sign-in path that /metadata names (default: auth)

Who and what
  --users FILE                people and service accounts, as JSON (default: five demo people, one service)
  --data FILE                 keep secrets, sessions and the journal (FILE.journal) over a restart
  --legacy-names              also take '.' and '_' in names, as older platforms did
  --max-value-bytes N         the longest value (default: ${DEFAULT_SETTINGS.maxValueBytes})
  --cursor-urls               name the next list page by a URL instead of a bookmark
  --access-token-seconds N    the life of an access token (default: ${DEFAULT_SETTINGS.accessTokenSeconds})
  --refresh-token-seconds N   the life of a refresh token (default: ${DEFAULT_SETTINGS.refreshTokenSeconds})

For programs
  --json                      say ready in one line of JSON, with the control port's token
  --exit-with-stdin           end when standard input ends
  -h, --help                  this text

The control port's token is random for each run, or what SANDBOX_CONTROL_TOKEN says.
`;

/** Reads the command line; never throws. `wrong` says what is wrong and what to do. */
export function readCommand(args: string[], environment: NodeJS.ProcessEnv): Command {
  try {
    const { values } = parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false });
    if (values.help) return { kind: 'help' };
    if (values.host !== undefined)
      throw new Wrong(
        '--host is not offered: the sandbox holds demo passwords, so it listens on loopback only.',
      );
    const settings: SandboxSettings = {
      port: number(values, 'port', DEFAULT_SETTINGS.port, { from: 0, to: 65_535 }),
      controlPort: number(values, 'control-port', DEFAULT_SETTINGS.controlPort, { from: 0, to: 65_535 }),
      tls: tls(values['tls-cert'], values['tls-key']),
      publicUrl: values['public-url'] === undefined ? undefined : publicUrl(values['public-url']),
      authPath: values['auth-path'] ?? DEFAULT_SETTINGS.authPath,
      accounts: values.users === undefined ? undefined : accounts(values.users),
      dataFile: values.data,
      legacyNames: values['legacy-names'] ?? false,
      maxValueBytes: number(values, 'max-value-bytes', DEFAULT_SETTINGS.maxValueBytes, {
        from: 1,
        to: 16 * 1024 * 1024,
      }),
      cursorStyle: values['cursor-urls'] ? 'url' : 'bookmark',
      accessTokenSeconds: number(values, 'access-token-seconds', DEFAULT_SETTINGS.accessTokenSeconds, {
        from: 1,
        to: 86_400,
      }),
      refreshTokenSeconds: number(values, 'refresh-token-seconds', DEFAULT_SETTINGS.refreshTokenSeconds, {
        from: 1,
        to: 2_592_000,
      }),
      signingKey: undefined,
      controlToken: environment.SANDBOX_CONTROL_TOKEN || undefined,
    };
    return {
      kind: 'run',
      settings,
      json: values.json ?? false,
      exitWithStdin: values['exit-with-stdin'] ?? false,
    };
  } catch (error) {
    return { kind: 'wrong', words: error instanceof Wrong ? error.message : plain(error) };
  }
}

class Wrong extends Error {}

type Values = Partial<Record<keyof typeof FLAGS, string | boolean>>;

function number(
  values: Values,
  name: keyof typeof FLAGS,
  fallback: number,
  range: { from: number; to: number },
): number {
  const text = values[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (typeof text !== 'string' || !/^\d+$/.test(text) || value < range.from || value > range.to) {
    throw new Wrong(`--${name} needs a whole number from ${range.from} to ${range.to}.`);
  }
  return value;
}

function tls(cert: string | undefined, key: string | undefined): SandboxSettings['tls'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new Wrong('--tls-cert and --tls-key go together: give both files.');
  return { cert: read(cert, '--tls-cert'), key: read(key, '--tls-key') };
}

function publicUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new Wrong('--public-url needs an origin such as https://sandbox.example, without a path.');
  }
  return url.origin;
}

function accounts(path: string): AccountsFile {
  let content: unknown;
  try {
    content = JSON.parse(read(path, '--users'));
  } catch (error) {
    if (error instanceof Wrong) throw error;
    throw new Wrong(`--users: ${path} is not JSON.`);
  }
  const parsed = accountsSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Wrong(
    `--users: ${path} is not understood at '${issue?.path.join('.')}': ${issue?.message}. ` +
      'sandbox/README.md shows what it looks like.',
  );
}

function read(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Wrong(`${flag}: ${path} cannot be read.`);
  }
}

/**
 * Node's own words for an unknown flag or a missing value end in advice about positionals that helps nobody
 * here.
 */
function plain(error: unknown): string {
  return error instanceof Error
    ? (error.message.split(/\. (?:To|Did)/)[0] ?? error.message)
    : 'The command line is not understood.';
}
