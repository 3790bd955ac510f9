import http from 'node:http';
import https from 'node:https';
import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../../src/shared/environment.ts';
import type { Exchange, Network, NetworkRequest } from '../../src/main/system/network-port.ts';

export interface NodeNetworkOptions {
  /** Trusted beside Node's own authorities (PEM), for servers with a certificate made for the test. */
  readonly ca?: string;
  /** As in the product: where an environment's requests may go. Anywhere, when left out. */
  readonly allowedOrigins?: (environmentId: EnvironmentId) => readonly string[];
}

export interface NodeNetwork extends Network {
  /** What `mayBeOnline` answers from now on. */
  setLink(online: boolean): void;
  /** Every request so far, without headers and bodies. */
  readonly sent: readonly { readonly lane: string; readonly method: string; readonly url: string }[];
  /** How many requests are under way. */
  readonly underWay: number;
  close(): void;
}

/**
 * The network port over Node's own client, for tests without Electron: the same lanes (a fresh connection for
 * each write, kept-alive ones for reads), deadline, cap and classes of trouble as the product's.
 */
export function createNodeNetwork(options: NodeNetworkOptions = {}): NodeNetwork {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true, ...(options.ca === undefined ? {} : { ca: options.ca }) }),
  };
  const sent: { lane: string; method: string; url: string }[] = [];
  let online = true;
  let underWay = 0;

  return {
    sent,
    get underWay() {
      return underWay;
    },
    setLink(value) {
      online = value;
    },
    mayBeOnline: () => online,
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
    exchange(request) {
      const url = new URL(request.url);
      const allowed = options.allowedOrigins?.(request.environmentId);
      if (allowed !== undefined && !allowed.includes(url.origin)) return Promise.resolve(noAnswer('unknown', true));
      sent.push({ lane: request.lane, method: request.method, url: request.url });
      underWay += 1;
      const agent = request.lane === 'read' ? agents[url.protocol as keyof typeof agents] : false;
      return run(request, url, agent, options.ca).finally(() => (underWay -= 1));
    },
  };
}

function run(request: NetworkRequest, url: URL, agent: http.Agent | false, ca: string | undefined): Promise<Exchange> {
  return new Promise((resolve) => {
    const client = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method,
      headers: {
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': String(request.body.length) }),
        ...(agent === false ? { connection: 'close' } : {}),
      },
      agent,
      ...(ca === undefined ? {} : { ca }),
    });
    const finish = (exchange: Exchange) => {
      clearTimeout(deadline);
      request.signal?.removeEventListener('abort', abort);
      resolve(exchange);
      if (exchange.kind !== 'answer') client.destroy();
    };
    const abort = () => finish(noAnswer('aborted', false));
    const deadline = setTimeout(() => finish(noAnswer('timeout', false)), request.deadlineMs);
    if (request.signal?.aborted) return finish(noAnswer('aborted', true));
    request.signal?.addEventListener('abort', abort);
    client.on('error', (error) => finish(troubleOf(error, url.hostname, request.lane === 'write')));
    client.on('response', (response) => receive(response, request.maxBodyBytes, finish));
    client.end(request.body);
  });
}

function receive(response: http.IncomingMessage, maxBodyBytes: number, finish: (exchange: Exchange) => void): void {
  const status = response.statusCode ?? 0;
  if ([301, 302, 303, 307, 308].includes(status) && response.headers.location !== undefined) {
    return finish({ kind: 'redirect', status });
  }
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBodyBytes) finish(noAnswer('broken-off', false));
    else chunks.push(chunk);
  });
  response.on('error', () => finish(noAnswer('broken-off', false)));
  response.on('end', () => {
    if (!response.complete) return finish(noAnswer('broken-off', false));
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
    );
    finish({ kind: 'answer', status, headers, body: Buffer.concat(chunks) });
  });
}

/** Errors of Node's client that precede the request on a fresh connection; whatever else may have sent it. */
const beforeTheRequest: Record<string, NoAnswerReason> = {
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
};

const certificateProblems: Record<string, CertificateTrouble['problem']> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  CERT_REVOKED: 'revoked',
};

function troubleOf(error: NodeJS.ErrnoException, host: string, freshConnection: boolean): Exchange {
  const code = codeOf(error);
  const problem = certificateProblems[code];
  if (problem !== undefined) return { ...noAnswer('certificate', true), certificate: { host, problem } };
  const reason = beforeTheRequest[code];
  if (reason !== undefined) return noAnswer(reason, freshConnection);
  return noAnswer(code === 'ETIMEDOUT' ? 'timeout' : 'broken-off', false);
}

/** A name with several addresses fails with one error for each; they are of one kind here. */
function codeOf(error: NodeJS.ErrnoException): string {
  if (error.code !== undefined) return error.code;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first instanceof Error ? ((first as NodeJS.ErrnoException).code ?? '') : '';
}

function noAnswer(reason: NoAnswerReason, nothingWasSent: boolean): Extract<Exchange, { kind: 'no-answer' }> {
  return { kind: 'no-answer', reason, nothingWasSent };
}
