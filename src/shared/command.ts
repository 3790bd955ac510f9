import type { Intent } from './entry.ts';

/** The forms in which a secret, or what is done with it, can be taken elsewhere. */
export const commandForms = ['reference', 'curl', 'python', 'cli'] as const;

export type CommandForm = (typeof commandForms)[number];

/** What a text to copy is made of. Neither a value nor a token is among it, so none can be in the text. */
export interface Command {
  readonly form: CommandForm;
  readonly intent: Intent;
  /** The environment's origin. */
  readonly origin: string;
  readonly name: string;
}

/** What stands where the person's own value goes. */
export const valuePlaceholder = 'YOUR-VALUE';

/**
 * The text of a command, quoted so that a shell, Python or a URL reads exactly this name, whatever it consists of.
 *
 * Sources: Kelvin's API (`POST /api/v4/secrets/create`, `…/{name}/update`, `…/{name}/delete`), its Python client
 * (`client.secret.create_secret(data=…)` and so on) and its command line (`kelvin secret create|update|delete`).
 */
export function commandText(command: Command): string {
  switch (command.form) {
    case 'reference':
      return `<% secrets.${command.name} %>`;
    case 'curl':
      return curl(command);
    case 'python':
      return python(command);
    case 'cli':
      return cli(command);
  }
}

function curl({ intent, origin, name }: Command): string {
  const [path, body] = request(intent, name);
  const lines = [
    `curl --request POST ${shellQuoted(`${origin}/api/v4/secrets/${path}`)}`,
    // curl takes dot segments out of a path before it sends it, and a name may be one.
    ...(/^\.{1,2}$/.test(name) ? ['--path-as-is'] : []),
    '--header "Authorization: Bearer $KELVIN_TOKEN"',
  ];
  if (body === null) return joined(lines);
  // The body from standard input: what stands in an argument can be read in the list of processes.
  const withBody = [...lines, `--header 'Content-Type: application/json'`, `--data @- <<'EOF'`];
  return `${joined(withBody)}\n${JSON.stringify(body)}\nEOF`;
}

function request(intent: Intent, name: string): readonly [path: string, body: object | null] {
  const inPath = percentEncoded(name);
  switch (intent) {
    case 'create':
      return ['create', { name, value: valuePlaceholder }];
    case 'replace':
      return [`${inPath}/update`, { value: valuePlaceholder }];
    case 'delete':
      return [`${inPath}/delete`, null];
  }
}

function python({ intent, origin, name }: Command): string {
  // A JSON string is a Python string: both know the same escapes.
  const quoted = JSON.stringify(name);
  const value = JSON.stringify(valuePlaceholder);
  const calls: Readonly<Record<Intent, string>> = {
    create: `client.secret.create_secret(data={"name": ${quoted}, "value": ${value}})`,
    replace: `client.secret.update_secret(secret_name=${quoted}, data={"value": ${value}})`,
    delete: `client.secret.delete_secret(secret_name=${quoted})`,
  };
  return [
    'from getpass import getpass',
    '',
    'from kelvin.api.client import Client',
    '',
    `client = Client(url=${JSON.stringify(origin)}, username="YOUR-USER-NAME")`,
    'client.login(password=getpass())',
    calls[intent],
  ].join('\n');
}

function cli({ intent, origin, name }: Command): string {
  const verb = { create: 'create', replace: 'update', delete: 'delete' }[intent];
  const value = intent === 'delete' ? '' : ` --value ${shellQuoted(valuePlaceholder)}`;
  // A name that begins with a dash would be read as an option.
  const end = name.startsWith('-') ? ' --' : '';
  return `kelvin auth login ${shellQuoted(origin)}\nkelvin secret ${verb}${value}${end} ${shellQuoted(name)}`;
}

function joined(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

/** One word for a POSIX shell: inside single quotes nothing has a meaning but the quote itself. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `encodeURIComponent` and what it leaves: a quote or a bracket in a URL is safe nowhere. Half a character has no bytes. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
