import type { NoAnswerReason } from '../../src/shared/environment.ts';
import type { Exchange, Network, NetworkRequest } from '../../src/main/system/network-port.ts';

const encoder = new TextEncoder();

export type Answered = Extract<Exchange, { kind: 'answer' }>;

/** An answer as it comes through the network port. */
export function rawAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answered {
  return { kind: 'answer', status, headers, body: encoder.encode(body) };
}

export function jsonAnswer(status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): Answered {
  return rawAnswer(status, JSON.stringify(json), { 'content-type': 'application/json; charset=utf-8', ...headers });
}

/** What a captive portal or a gateway sends to people. */
export function pageAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Answered {
  return rawAnswer(status, '<!doctype html><title>Welcome</title>', { 'content-type': 'text/html', ...headers });
}

export function noAnswer(reason: NoAnswerReason, nothingWasSent = false): Exchange {
  return { kind: 'no-answer', reason, nothingWasSent };
}

export interface ScriptedNetwork extends Network {
  readonly requests: readonly NetworkRequest[];
}

/** A network whose answers are written in the test. */
export function scriptedNetwork(respond: (request: NetworkRequest) => Exchange | Promise<Exchange>): ScriptedNetwork {
  const requests: NetworkRequest[] = [];
  return {
    requests,
    mayBeOnline: () => true,
    async exchange(request) {
      // Bodies are erased after the exchange, so what was sent is kept as it was.
      requests.push({ ...request, ...(request.body === undefined ? {} : { body: request.body.slice() }) });
      return respond(request);
    },
  };
}
