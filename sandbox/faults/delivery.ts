import type { ServerResponse } from 'node:http';
import { failure, json, type Answer } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { RequestFault } from './rules.ts';

/**
 * How a whole or partial answer leaves: what the HTTP response and the TCP connection below it are told to
 * do.
 */
export interface Outlet {
  response: ServerResponse;
  /** Ends the TCP connection with a reset, also below TLS. */
  reset(): void;
  clock: Clock;
}

/** Writes an answer in full. */
export function send({ response, clock }: Outlet, answer: Answer): void {
  writeHead(response, answer, answer.body.length, clock);
  response.end(answer.body);
}

/** Sends the beginning of a status line, then resets: too little to tell even a success from a refusal. */
export function sendHeadPart({ response, reset }: Outlet): void {
  response.socket?.write('HTTP/1.1 2', () => reset());
}

/** Announces the whole body, sends a part of it, then ends the connection: with a reset, or in good order. */
export function sendPart(outlet: Outlet, answer: Answer, end: 'reset' | 'close', bytes?: number): void {
  const { response } = outlet;
  // An empty answer has no middle to break off in; announcing more than nothing gives it one.
  const announced = Math.max(answer.body.length, 64);
  const part = answer.body.subarray(0, Math.min(bytes ?? Math.floor(answer.body.length / 2), announced - 1));
  writeHead(response, answer, announced, outlet.clock);
  response.flushHeaders();
  const finish = (): void => {
    if (end === 'reset') outlet.reset();
    else response.destroy();
  };
  if (part.length === 0) setImmediate(finish);
  else response.write(part, finish);
}

/** Writes the body in small pieces so that it takes as long as a line of that many bytes a second would. */
export function sendSlowly(outlet: Outlet, answer: Answer, bytesPerSecond: number): void {
  const { response } = outlet;
  // Below twenty bytes a second one byte at a time, more rarely.
  const everyMs = Math.max(50, 1000 / bytesPerSecond);
  const piece = Math.max(1, Math.round((bytesPerSecond * everyMs) / 1000));
  writeHead(response, answer, answer.body.length, outlet.clock);
  response.flushHeaders();
  let at = 0;
  const timer = setInterval(() => {
    if (at >= answer.body.length) {
      clearInterval(timer);
      response.end();
      return;
    }
    response.write(answer.body.subarray(at, at + piece));
    at += piece;
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}

/** What a fault of the answering kind says instead; `undefined` for kinds that do not replace the answer. */
export function replacement(
  fault: RequestFault,
  real: Answer | undefined,
  value: string | undefined,
): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault);
    case 'html-200':
      return html(200, CAPTIVE_PORTAL);
    case 'redirect':
      return { status: fault.status, headers: { location: fault.location }, body: Buffer.alloc(0) };
    case 'echo-value':
      return echo(fault.status, fault.encoding, value ?? '');
    case 'wrong-shape':
      return json(real?.status ?? 200, { status: 'ok', result: [1, 2, 3] });
    case 'empty-body':
      return {
        status: real?.status ?? 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.alloc(0),
      };
    case 'wrong-name':
      return renamed(real, fault.name);
    default:
      return undefined;
  }
}

function statusAnswer(fault: Extract<RequestFault, { kind: 'status' }>): Answer {
  const headers: Answer['headers'] = { ...fault.headers };
  if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
  if (typeof fault.body === 'string') {
    return {
      status: fault.status,
      headers: { 'content-type': fault.contentType ?? 'text/plain', ...headers },
      body: Buffer.from(fault.body),
    };
  }
  const answer =
    fault.body === undefined
      ? failure(
          fault.status,
          {
            name: 'injected_fault',
            title: 'Injected fault',
            description: `This sandbox was told to answer ${fault.status}.`,
          },
          headers,
        )
      : json(fault.status, fault.body, headers);
  if (fault.contentType !== undefined) answer.headers['content-type'] = fault.contentType;
  return answer;
}

/** A validator that quotes its input, as many do: raw, or as JSON text inside JSON. */
function echo(status: number, encoding: 'raw' | 'json', value: string): Answer {
  const quoted = encoding === 'raw' ? value : JSON.stringify(value);
  return failure(status, {
    name: 'validation_error',
    title: 'Invalid request',
    description: `The value ${quoted} was not accepted.`,
    payload: [{ field: 'value', description: 'not accepted', input: quoted }],
  });
}

function renamed(real: Answer | undefined, name: string): Answer {
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(real?.body.toString('utf8') ?? '{}') as Record<string, unknown>;
  } catch {
    // The real answer had no JSON to rename; the name alone then stands there.
  }
  return json(real?.status ?? 200, { ...body, name });
}

function html(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(text) };
}

const CAPTIVE_PORTAL = `<!doctype html>
<html lang="en"><head><title>Welcome to Harbour Guest Wi-Fi</title></head>
<body><h1>Harbour Guest Wi-Fi</h1><p>Accept the terms of use to go online.</p>
<form method="post" action="/accept"><button>Accept</button></form></body></html>
`;

function writeHead(response: ServerResponse, answer: Answer, length: number, clock: Clock): void {
  response.writeHead(answer.status, {
    date: clock.now().toUTCString(),
    ...answer.headers,
    'content-length': length,
  });
}
