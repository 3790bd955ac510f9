import { net } from 'electron';
import type { ClientRequest, IncomingMessage, Session } from 'electron';
import type { NoAnswerReason } from '../../shared/environment.ts';
import type { Clock } from './clock.ts';
import { classifyNetworkError, provesNothingSent } from './network-errors.ts';
import type { NetworkTrouble } from './network-errors.ts';
import type { Exchange, NetworkRequest } from './network-port.ts';
import type { ProxyCredentials, ProxyLogins } from './proxy-logins.ts';

export type NetworkOutcome = Exchange | { readonly kind: 'trouble'; readonly trouble: NetworkTrouble; readonly nothingWasSent: boolean };

/**
 * One request over one session, from its first byte to its last, under one deadline. Never rejects; whichever end
 * comes first counts, and everything after it is let go.
 */
export function exchangeOver(
  session: Session,
  request: NetworkRequest,
  clock: Clock,
  proxyLogins: Pick<ProxyLogins, 'answerTo'>,
): Promise<NetworkOutcome> {
  return new Promise((resolve) => {
    const startedAt = clock.monotonic();
    const client = open(session, request);
    const finish = (outcome: NetworkOutcome) => {
      deadline.cancel();
      request.signal?.removeEventListener('abort', abort);
      resolve(outcome);
      if (outcome.kind !== 'answer') client.abort();
    };
    const abort = () => finish(noAnswer('aborted', false));
    const fail = (error: Error) => {
      const trouble = classifyNetworkError(error.message);
      const proven = request.lane === 'write' && provesNothingSent(trouble, clock.monotonic() - startedAt);
      finish({ kind: 'trouble', trouble, nothingWasSent: proven });
    };
    const deadline = clock.setTimer(request.deadlineMs, () => finish(noAnswer('timeout', false)));

    request.signal?.addEventListener('abort', abort);
    client.on('error', fail);
    client.on('redirect', (status) => finish({ kind: 'redirect', status }));
    // A proxy that asks who we are must be answered at once, or the request hangs; with nothing, where nothing is known.
    let said: ProxyCredentials | null = null;
    client.on('login', (asker, answer) => {
      const credentials = proxyLogins.answerTo(asker, said);
      if (credentials === null) return answer();
      said = credentials;
      answer(credentials.userName, credentials.password);
    });
    client.on('response', (response) => receive(response, request.maxBodyBytes, finish));
    if (request.body !== undefined) client.write(Buffer.from(request.body));
    client.end();
  });
}

function open(session: Session, { method, url, headers, lane }: NetworkRequest): ClientRequest {
  return net.request({
    method,
    url,
    session,
    headers: { ...headers, ...(lane === 'write' ? { connection: 'close' } : {}) },
    credentials: 'omit',
    useSessionCookies: false,
    redirect: 'manual',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
}

function receive(response: IncomingMessage, maxBodyBytes: number, finish: (outcome: NetworkOutcome) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk) => {
    length += chunk.length;
    if (length > maxBodyBytes) finish(noAnswer('broken-off', false));
    else chunks.push(chunk);
  });
  response.on('error', () => finish(noAnswer('broken-off', false)));
  response.on('aborted', () => finish(noAnswer('broken-off', false)));
  response.on('end', () => {
    finish({ kind: 'answer', status: response.statusCode, headers: flat(response.headers), body: Buffer.concat(chunks) });
  });
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]),
  );
}

function noAnswer(reason: NoAnswerReason, nothingWasSent: boolean): Exchange {
  return { kind: 'no-answer', reason, nothingWasSent };
}
