import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import type { Exchange, NetworkRequest } from '../../src/main/system/network-port.ts';

export type ProbeRequest = Omit<NetworkRequest, 'body' | 'signal'> & { readonly body?: string };
type ProbeExchange = Exclude<Exchange, { kind: 'answer' }> | (Omit<Extract<Exchange, { kind: 'answer' }>, 'body'> & { readonly body: string });

export type ProbeQuestion = { readonly id: number } & (
  | { readonly kind: 'allow'; readonly origins: readonly string[] }
  | { readonly kind: 'exchange'; readonly request: ProbeRequest }
  | { readonly kind: 'abort'; readonly of: number }
  | { readonly kind: 'naive-post'; readonly url: string }
);

export interface ProbeAnswer {
  readonly id: number;
  readonly result: ProbeExchange | null;
}

/** What a test leaves out of a request. */
const usual = {
  environmentId: 'probe' as EnvironmentId,
  lane: 'write',
  method: 'POST',
  headers: {},
  deadlineMs: 20_000,
  maxBodyBytes: 1024 * 1024,
} as const;

export interface NetworkProbe {
  /** Where requests may go from now on. */
  allow(...origins: string[]): Promise<void>;
  exchange(request: { readonly url: string } & Partial<NetworkRequest>): Promise<Exchange>;
  /** A POST over a session that only says `connection: close`. Resolves when it ended, however it did. */
  naivePost(url: string, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** The product's network port, bundled as the product is, in a real Electron of its own. */
export async function launchNetworkProbe(switches: readonly string[] = []): Promise<NetworkProbe> {
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-network-probe-'));
  await bundle(folder);
  const child = spawn(
    electronPath(),
    [folder, `--user-data-dir=${join(folder, 'profile')}`, '--password-store=basic', ...sandboxSwitch(), ...switches],
    { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, (result: ProbeAnswer['result']) => void>();
  child.on('message', ({ id, result }: ProbeAnswer) => waiting.get(id)?.(result));
  const answerTo = (id: number) => new Promise<ProbeAnswer['result']>((resolve) => waiting.set(id, resolve));
  const ended = gone.then((): never => {
    throw new Error('The network probe ended before it answered');
  });
  ended.catch(() => undefined);
  await Promise.race([answerTo(0), ended]);

  let asked = 0;
  const ask = (question: Distribute<ProbeQuestion>) => {
    const id = ++asked;
    const result = Promise.race([answerTo(id), ended]);
    child.send({ ...question, id });
    return { id, result };
  };

  return {
    async allow(...origins) {
      await ask({ kind: 'allow', origins }).result;
    },
    async exchange({ body, signal, ...request }) {
      const { id, result } = ask({
        kind: 'exchange',
        request: { ...usual, ...request, ...(body === undefined ? {} : { body: Buffer.from(body).toString('base64') }) },
      });
      signal?.addEventListener('abort', () => ask({ kind: 'abort', of: id }));
      return exchangeOf(await result);
    },
    async naivePost(url, signal) {
      const { id, result } = ask({ kind: 'naive-post', url });
      signal?.addEventListener('abort', () => ask({ kind: 'abort', of: id }));
      await result;
    },
    async close() {
      if (child.connected) child.disconnect();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Distribute<Question> = Question extends unknown ? Omit<Question, 'id'> : never;

function exchangeOf(result: ProbeAnswer['result']): Exchange {
  if (result === null) throw new Error('The network probe answered nothing');
  return result.kind === 'answer' ? { ...result, body: Buffer.from(result.body, 'base64') } : result;
}

async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'network-probe-main.ts'),
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: { external: ['electron'], output: { entryFileNames: 'main.mjs' } },
    },
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'kelvin-network-probe', main: 'main.mjs' }));
}

/** The runtime that the set-up chose for this machine. */
function electronPath(): string {
  const chosen = process.env['ELECTRON_EXEC_PATH'];
  if (chosen !== undefined) return chosen;
  const runtime: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../.dev/runtime.json'), 'utf8'));
  return (runtime as { electronPath: string }).electronPath;
}

/** Root cannot use Chromium's sandbox. */
function sandboxSwitch(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
