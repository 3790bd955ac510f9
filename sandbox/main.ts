import { DataFileError } from './store.ts';
import { HELP, readCommand, type Command } from './options.ts';
import type { Sandbox } from './sandbox.ts';
import { DEFAULT_ACCOUNTS, type AccountsFile } from './accounts.ts';

const command = readCommand(process.argv.slice(2), process.env);
switch (command.kind) {
  case 'help':
    process.stdout.write(HELP);
    break;
  case 'wrong':
    process.stderr.write(`sandbox: ${command.words}\nTry: node sandbox/main.ts --help\n`);
    process.exitCode = 2;
    break;
  case 'run':
    await run(command);
    break;
}

async function run({ settings, json, exitWithStdin }: Extract<Command, { kind: 'run' }>): Promise<void> {
  let sandbox: Sandbox;
  try {
    // Only now: the sign-in library takes longer to load than --help to read.
    const { createSandbox } = await import('./sandbox.ts');
    sandbox = await createSandbox(settings);
  } catch (error) {
    process.stderr.write(`sandbox: ${whyNot(error)}\n`);
    process.exitCode = 1;
    return;
  }
  const end = (): void => void sandbox.close().finally(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (exitWithStdin) process.stdin.once('end', end).once('error', end).resume();
  process.stdout.write(json ? readyLine(sandbox) : greeting(sandbox, settings.accounts));
}

function readyLine({ origin, control, controlToken }: Sandbox): string {
  return `${JSON.stringify({ ready: true, origin, control, controlToken })}\n`;
}

function greeting(sandbox: Sandbox, given: AccountsFile | undefined): string {
  const { users, serviceAccounts = [] } = given ?? DEFAULT_ACCOUNTS;
  const people = users.map(({ username, alias, permissions, totpSecret }) => {
    const may = permissions === undefined ? 'may do everything' : `may only ${permissions.join(', ')}`;
    const code = totpSecret === undefined ? '' : ', needs a one-time code';
    return `  ${alias === undefined ? username : `${alias} (${username})`} ${may}${code}`;
  });
  const { origin, publicUrl, control, controlToken } = sandbox;
  const alsoKnownAs = publicUrl === origin ? '' : `, and calls itself ${publicUrl}`;
  return [
    `The sandbox platform is ready at ${origin}${alsoKnownAs}`,
    `Control port ${control} with token ${controlToken}`,
    `Who can sign in${given === undefined ? ' (a short name is its own password)' : ''}:`,
    ...people,
    ...serviceAccounts.map(({ clientId }) => `  ${clientId} (service account)`),
    'Press Ctrl-C to end it.',
    '',
  ].join('\n');
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'the port is in use. Give another one with --port or --control-port, or 0 for a free one.';
  if (code === 'EACCES')
    return 'this port or file is not allowed to you. Ports below 1024 may need an administrator.';
  if (code === 'ENOENT')
    return 'the folder of the data file does not exist. Make it first, or give another --data.';
  if (error instanceof DataFileError) return error.message;
  return `it could not start: ${error instanceof Error ? error.message : 'unknown reason'}`;
}
