import { request as httpRequest, type Agent, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { onTestFinished } from 'vitest';
import { ControlClient } from '../control-client.ts';
import { createSigningKey } from '../identity/signing-key.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import type { SandboxSettings } from '../settings.ts';

export const TOKEN_PATH = '/auth/realms/kelvin/protocol/openid-connect/token';

/** One answer as it came over the wire. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body as JSON; throws when it is none. */
  json<Shape = Record<string, unknown>>(): Shape;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  agent?: Agent;
}

/** A bare HTTP exchange, without redirects, cookies, retries or pooling unless an agent is given. */
export function call(
  url: string,
  { method = 'GET', headers = {}, body, agent }: CallOptions = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const options = { method, headers, agent: agent ?? false, rejectUnauthorized: false };
    const outgoing = (secure ? httpsRequest : httpRequest)(url, options as never, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  refresh_expires_in: number;
  [other: string]: unknown;
}

/** A sandbox in this process with what a test needs around it; it ends with the test. */
export class Rig {
  readonly sandbox: Sandbox;
  readonly control: ControlClient;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.control = new ControlClient(sandbox);
  }

  get origin(): string {
    return this.sandbox.origin;
  }

  token(form: Record<string, string>): Promise<Reply> {
    return call(this.origin + TOKEN_PATH, { method: 'POST', ...formOf(form) });
  }

  /**
   * Signs in with a password as `demo`, or as another of the demo people (whose passwords are their short
   * names).
   */
  async signIn(user = 'demo', more: Record<string, string> = {}): Promise<Tokens> {
    const form = {
      grant_type: 'password',
      client_id: 'kelvin-client',
      username: user,
      password: user,
      scope: 'openid',
      ...more,
    };
    const reply = await this.token(form);
    if (reply.status !== 200) throw new Error(`signing in as ${user} was answered with ${reply.status}`);
    return reply.json<Tokens>();
  }

  refresh(refreshToken: string): Promise<Reply> {
    return this.token({
      grant_type: 'refresh_token',
      client_id: 'kelvin-client',
      refresh_token: refreshToken,
    });
  }

  /** The Secrets API as one signed-in user. */
  async as(user = 'demo'): Promise<Api> {
    const { access_token } = await this.signIn(user);
    return new Api(this.origin, access_token);
  }
}

/** Calls of the Secrets API with one access token. */
export class Api {
  readonly #origin: string;
  readonly #token: string;

  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#token = token;
  }

  get(path: string, agent?: Agent): Promise<Reply> {
    return call(`${this.#origin}/api/v4${path}`, { headers: this.#headers(), ...(agent ? { agent } : {}) });
  }

  post(path: string, body?: unknown, agent?: Agent): Promise<Reply> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { ...this.#headers(), 'content-type': 'application/json' };
    return call(`${this.#origin}/api/v4${path}`, {
      method: 'POST',
      headers,
      ...(text ? { body: text } : {}),
      ...(agent ? { agent } : {}),
    });
  }

  create(name: string, value: string, agent?: Agent): Promise<Reply> {
    return this.post('/secrets/create', { name, value }, agent);
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, accept: 'application/json' };
  }
}

/** Making an RSA key takes longer than most tests; sandboxes still tell their tokens apart, by the issuer. */
const signingKey = createSigningKey();

export async function startRig(settings: Partial<SandboxSettings> = {}): Promise<Rig> {
  const sandbox = await createSandbox({ signingKey: await signingKey, ...settings });
  onTestFinished(() => sandbox.close());
  return new Rig(sandbox);
}

export function formOf(form: Record<string, string>): Pick<CallOptions, 'headers' | 'body'> {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
}

/** The code of the error that a call fails with; the call failing is what the test wants. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  throw new Error('the call was answered');
}

/** The names that a reply refuses with, from the platform's `{"errors":[…]}`. */
export function errorNames(reply: Reply): unknown[] {
  return reply.json<{ errors: { name: unknown }[] }>().errors.map(({ name }) => name);
}
