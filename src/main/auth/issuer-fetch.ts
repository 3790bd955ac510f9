import type { CustomFetch } from 'openid-client';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Exchange, Network } from '../system/network-port.ts';

/** For one request to the issuer, in ms, over headers and body. */
export const issuerDeadlineMs = 30_000;
const maxAnswerBytes = 1024 * 1024;

/** The sign-in library's way out: a fetch over the network port, and what its last exchange was. */
export interface IssuerFetch {
  readonly fetch: CustomFetch;
  lastExchange(): Exchange | null;
  /** The ID token of the last answer, which the library does not get to see. */
  lastIdToken(): string | null;
}

/**
 * Token requests take the write lane: a refresh token that is sent twice counts as stolen, and the issuer then
 * ends the whole session.
 */
export function createIssuerFetch(network: Network, environmentId: EnvironmentId, signal?: AbortSignal): IssuerFetch {
  let last: Exchange | null = null;
  let idToken: string | null = null;
  return {
    lastExchange: () => last,
    lastIdToken: () => idToken,
    async fetch(url, { method, headers, body }) {
      last = await network.exchange({
        environmentId,
        lane: 'write',
        method: method === 'POST' ? 'POST' : 'GET',
        url,
        headers,
        ...(body === undefined || body === null ? {} : { body: new TextEncoder().encode(formText(body)) }),
        deadlineMs: issuerDeadlineMs,
        maxBodyBytes: maxAnswerBytes,
        ...(signal === undefined ? {} : { signal }),
      });
      if (last.kind !== 'answer' || last.status < 200 || last.status > 599) throw new Error(`no answer: ${last.kind}`);
      const parted = partedFromIdToken(last.body);
      idToken = parted.idToken;
      return responseOf(last, parted.body);
    },
  };
}

/** Every request made here is a form; a body of another kind would be a change of the library. */
function formText(body: unknown): string {
  if (body instanceof URLSearchParams || typeof body === 'string') return String(body);
  throw new TypeError('The body of a token request is a form');
}

const noBody = new Set([204, 205, 304]);

function responseOf({ status, headers }: Extract<Exchange, { kind: 'answer' }>, body: Uint8Array<ArrayBuffer>): Response {
  return new Response(noBody.has(status) ? null : body, { status, headers });
}

/**
 * The library would judge the ID token's times by this computer's clock: in the field that can be hours off, and a
 * rotated refresh token in the same answer would be lost with it. What is signed in as whom is decided by the
 * platform, which checks the access token itself.
 */
function partedFromIdToken(body: Uint8Array): { readonly body: Uint8Array<ArrayBuffer>; readonly idToken: string | null } {
  const plain = { body: new Uint8Array(body), idToken: null };
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof json !== 'object' || json === null || !('id_token' in json)) return plain;
    const rest = new TextEncoder().encode(JSON.stringify({ ...json, id_token: undefined }));
    return { body: rest, idToken: typeof json.id_token === 'string' ? json.id_token : null };
  } catch {
    return plain;
  }
}
