/** One complete HTTP answer as data, so that a fault can bend it before it is written to the socket. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** One member of the platform's `{"errors":[…]}`, as Kelvin's API client reads it. */
export interface ErrorDetail {
  name: string;
  title: string;
  description: string;
  solution?: string;
  payload?: unknown[];
}

export function json(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/**
 * An answer without a body and without a content type: the official client survives a delete only this way.
 */
export function empty(status: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'cache-control': 'no-store', ...headers }, body: Buffer.alloc(0) };
}

/**
 * Every error is JSON: the official client takes any other content type for a success, whatever the status.
 */
export function failure(status: number, detail: ErrorDetail, headers: Answer['headers'] = {}): Answer {
  return json(status, { errors: [detail] }, headers);
}

export const unknownPath = (): Answer =>
  failure(404, {
    name: 'not_found',
    title: 'Not found',
    description: 'The platform has nothing at this address.',
    solution: 'Check the path: the Secrets API is below /api/v4/secrets.',
  });

export const wrongMethod = (allowed: string): Answer =>
  failure(
    405,
    {
      name: 'method_not_allowed',
      title: 'Method not allowed',
      description: `This address answers ${allowed} only.`,
      solution: `Use ${allowed}.`,
    },
    { allow: allowed },
  );
