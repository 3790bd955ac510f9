import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandText, valuePlaceholder, type Command, type CommandForm } from './command.ts';
import type { Intent } from './entry.ts';

const origin = 'https://plant-a.example:8443';
const text = (form: CommandForm, given: Partial<Command> = {}): string =>
  commandText({ form, intent: 'create', origin, name: 'demosecret', ...given });

/** Names that the platform had or may have had, and some that no rule ever allowed. */
const names = [
  'demosecret', 'a.b_c-d', '-dash', '--', '.', '..', 'it\'s', '"quoted"', 'a b', '$HOME', '`id`', '$(id)', 'back\\slash',
  'line\nbreak', 'tab\t', 'Grün', '日本', '👍', '%2e%2e', 'a/b', '?x=1#y', '!(*)', 'EOF', '{{x}}', '\u2028',
];

interface Call {
  readonly given: readonly string[];
  readonly read: string;
}

/** What a shell hands to the program that the scripts tell it to call: its arguments and its standard input. */
function calledBy(scripts: readonly string[], program: string): Call[] {
  const standIn = `${program}() { printf '%s\\0' "$@"; printf '\\1'; cat; printf '\\2'; }`;
  const out = execFileSync('bash', ['-c', [standIn, 'KELVIN_TOKEN=token', ...scripts].join('\n')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return out.split('\u0002').slice(0, -1).map((call) => {
    const [given = '', read = ''] = call.split('\u0001');
    return { given: given.split('\0').slice(0, -1), read };
  });
}

/** For each name the calls that its script makes. */
function calls(form: CommandForm, intent: Intent, program: string): readonly (readonly [name: string, ...calls: Call[]])[] {
  const each = form === 'cli' ? 2 : 1;
  const all = calledBy(names.map((name) => text(form, { name, intent })), program);
  expect(all).toHaveLength(names.length * each);
  return names.map((name, index) => [name, ...all.slice(index * each, (index + 1) * each)]);
}

describe('the reference', () => {
  it('is what stands in the configuration of a SmartApp', () => {
    expect(text('reference')).toBe('<% secrets.demosecret %>');
  });
});

describe('no command', () => {
  it.each(['curl', 'python', 'cli'] as const)('has anything where the value goes but a placeholder: %s', (form) => {
    for (const intent of ['create', 'replace'] as const) expect(text(form, { intent })).toContain(valuePlaceholder);
    expect(text(form, { intent: 'delete' })).not.toContain(valuePlaceholder);
  });
});

describe.skipIf(process.platform === 'win32')('whatever a name consists of', () => {
  it('curl is given the request of the API', () => {
    for (const [name, call] of calls('curl', 'create', 'curl')) {
      expect(call?.given, name).toContain(`${origin}/api/v4/secrets/create`);
      expect(call?.given).toContain('Authorization: Bearer token');
      expect(JSON.parse(call?.read ?? '')).toEqual({ name, value: valuePlaceholder });
    }
    for (const [name, call] of calls('curl', 'replace', 'curl')) {
      const url = call?.given[2] ?? '';
      expect(decodeURIComponent(/secrets\/(.*)\/update$/.exec(url)?.[1] ?? '')).toBe(name);
      expect(url).toMatch(/^https:\/\/plant-a\.example:8443\/api\/v4\/secrets\/[\w.~%-]+\/update$/);
      expect(call?.given.includes('--path-as-is')).toBe(name === '.' || name === '..');
      expect(JSON.parse(call?.read ?? '')).toEqual({ value: valuePlaceholder });
    }
    for (const [name, call] of calls('curl', 'delete', 'curl')) {
      expect(decodeURIComponent(/secrets\/(.*)\/delete$/.exec(call?.given[2] ?? '')?.[1] ?? '')).toBe(name);
      expect(call?.read).toBe('');
    }
  });

  it('the command line is given it as one word, and not as an option', () => {
    for (const [intent, verb] of [['create', 'create'], ['replace', 'update'], ['delete', 'delete']] as const) {
      for (const [name, login, call] of calls('cli', intent, 'kelvin')) {
        expect(login?.given).toEqual(['auth', 'login', origin]);
        const value = intent === 'delete' ? [] : ['--value', valuePlaceholder];
        expect(call?.given).toEqual(['secret', verb, ...value, ...(name.startsWith('-') ? ['--'] : []), name]);
      }
    }
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('Python reads it as it is', () => {
    for (const intent of ['create', 'replace', 'delete'] as const) {
      const scripts = names.map((name) => text('python', { name, intent }));
      const read = execFileSync('python3', ['-c', readCalls], { input: JSON.stringify(scripts), encoding: 'utf8' });
      const value = intent === 'delete' ? null : valuePlaceholder;
      expect(JSON.parse(read)).toEqual(names.map((name) => ({ url: origin, name, value })));
    }
  });
});

/** Runs each script with a client that only remembers what it was given. */
const readCalls = `
import json, sys, types
seen = {}
class Secret:
    def create_secret(self, data): seen.update(name=data["name"], value=data["value"])
    def update_secret(self, secret_name, data): seen.update(name=secret_name, value=data["value"])
    def delete_secret(self, secret_name): seen.update(name=secret_name, value=None)
class Client:
    def __init__(self, url, username): seen.update(url=url); self.secret = Secret()
    def login(self, password): pass
for name in ("kelvin", "kelvin.api", "kelvin.api.client", "getpass"): sys.modules[name] = types.ModuleType(name)
sys.modules["kelvin.api.client"].Client = Client
sys.modules["getpass"].getpass = lambda: "password"
calls = []
for script in json.load(sys.stdin):
    exec(script, {})
    calls.append(dict(seen))
print(json.dumps(calls))
`;
