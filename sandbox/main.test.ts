import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { launchSandbox, type LaunchedSandbox, type LaunchOptions } from './launch.ts';
import { Api, call, formOf, TOKEN_PATH, type Tokens } from './testing/harness.ts';

// Each test starts processes: on a busy machine that takes longer than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

async function launch(options?: LaunchOptions): Promise<LaunchedSandbox> {
  const launched = await launchSandbox(options);
  onTestFinished(() => launched.kill());
  return launched;
}

function run(args: string[]): Promise<{ code: number; output: string; complaint: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], (_error, output, complaint) =>
      resolve({ code: child.exitCode ?? -1, output, complaint }),
    );
  });
}

async function signIn(origin: string): Promise<Tokens> {
  const form = formOf({
    grant_type: 'password',
    client_id: 'kelvin-client',
    username: 'demo',
    password: 'demo',
  });
  return (await call(origin + TOKEN_PATH, { method: 'POST', ...form })).json<Tokens>();
}

it('says how it is used, and what was wrong with exit code 2', async () => {
  const [help, wrong] = await Promise.all([run(['--help']), run(['--port', 'many'])]);
  expect([help.code, help.complaint]).toEqual([0, '']);
  expect(help.output).toContain('Usage: node sandbox/main.ts');
  expect([wrong.code, wrong.output]).toEqual([2, '']);
  expect(wrong.complaint).toBe(
    'sandbox: --port needs a whole number from 0 to 65535.\nTry: node sandbox/main.ts --help\n',
  );
});

it('does not start on a port that is taken, or on a file that is not its own, and says so', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const foreign = join(folder(), 'data.json');
  writeFileSync(foreign, 'my notes');
  const [taken, other] = await Promise.all([run(['--port', String(port)]), run(['--data', foreign])]);
  expect([taken.code, taken.complaint]).toEqual([1, expect.stringContaining('the port is in use')]);
  expect([other.code, other.complaint]).toEqual([1, expect.stringContaining('It was left as it is')]);
  await expect(launchSandbox({ port })).rejects.toThrow('the port is in use');
});

it('keeps what it confirmed when it is killed, and its journal covers both lives', async () => {
  const dataFile = join(folder(), 'data.json');
  const first = await launch({ dataFile });
  const tokens = await signIn(first.origin);
  expect((await new Api(first.origin, tokens.access_token).create('a', 'value')).status).toBe(201);
  await first.kill();
  const second = await launch({ dataFile, port: Number(new URL(first.origin).port) });
  expect(second.origin).toBe(first.origin);
  expect(await second.client.secret('a')).toMatchObject({ valueHmac: await second.client.hmac('value') });
  const creates = await second.client.journal({ operation: 'create' });
  expect(creates.filter(({ committed }) => committed)).toHaveLength(1);
  const form = formOf({
    grant_type: 'refresh_token',
    client_id: 'kelvin-client',
    refresh_token: tokens.refresh_token,
  });
  expect((await call(second.origin + TOKEN_PATH, { method: 'POST', ...form })).status).toBe(200);
});

it('ends at once when told to, also with connections open and requests hanging', async () => {
  const launched = await launch();
  await launched.client.fault({ kind: 'hang-before-commit', target: 'metadata' });
  const hanging = call(`${launched.origin}/metadata`).catch(() => 'cut off');
  await expect.poll(async () => (await launched.client.state()).waiting.hung, { interval: 5 }).toBe(1);
  await launched.stop();
  expect(launched.child.exitCode).toBe(0);
  expect(await hanging).toBe('cut off');
});

it('ends when its standard input does, so that it never outlives who started it', async () => {
  const { child } = await launch();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  expect(await gone).toBe(0);
});

it('takes the control token from the environment', async () => {
  const launched = await launch({ env: { SANDBOX_CONTROL_TOKEN: 'from-the-environment' } });
  expect(launched.controlToken).toBe('from-the-environment');
  expect((await launched.client.state()).origin).toBe(launched.origin);
});

it('greets a person with its address and who can sign in', async () => {
  const child = execFile(process.execPath, [MAIN]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const greeting = await new Promise<string>((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('Ctrl-C')) resolve(text);
    });
  });
  expect(greeting).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/);
  expect(greeting).toContain('demo (demo@sandbox.example) may do everything');
  expect(greeting).toContain('totp (totp@sandbox.example) may do everything, needs a one-time code');
});
