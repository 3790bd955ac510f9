import type { EnvironmentId } from '../../shared/environment.ts';
import type { Clock } from '../system/clock.ts';
import type { Network, NetworkRequest } from '../system/network-port.ts';
import { hear } from './heard.ts';
import { probeList, readList } from './list.ts';
import { meOutcome } from './me.ts';
import { metadataOutcome } from './metadata.ts';
import type { PlatformApi, Target } from './platform-api.ts';
import { secretBody } from './secret-body.ts';
import { maxReadAnswerBytes, maxWriteAnswerBytes, readTimeoutMs } from './timeouts.ts';
import { writeOutcome } from './write-outcome.ts';
import type { Asked } from './write-outcome.ts';

export interface PlatformApiParts {
  readonly network: Network;
  readonly clock: Clock;
  /** For the User-Agent. */
  readonly appVersion: string;
}

/** Kelvin's HTTP API over the network port. See `PlatformApi` for what it promises. */
export function createPlatformApi({ network, clock, appVersion }: PlatformApiParts): PlatformApi {
  const anonymous = { accept: 'application/json', 'user-agent': `kelvin-secrets/${appVersion}` };

  const headersFor = (target: Target) => ({ ...anonymous, authorization: `Bearer ${target.accessToken}` });

  async function write(target: Target, path: string, asked: Asked, send: Sending) {
    const heard = await hear(network, clock, {
      environmentId: target.environmentId,
      lane: 'write',
      method: 'POST',
      url: `${target.origin}/api/v4/secrets/${path}`,
      headers: { ...headersFor(target), ...(send.body === undefined ? {} : { 'content-type': 'application/json' }) },
      maxBodyBytes: maxWriteAnswerBytes,
      ...send,
    });
    return writeOutcome(heard, asked);
  }

  /** The body holds the value once more: it is erased as soon as the exchange is over. */
  async function writeSecret(target: Target, path: string, asked: Asked, send: Sending & { body: Uint8Array }) {
    try {
      return await write(target, path, asked, send);
    } finally {
      send.body.fill(0);
    }
  }

  function read(environmentId: EnvironmentId, url: string, headers: Readonly<Record<string, string>>) {
    const request = { environmentId, lane: 'read', method: 'GET', url, headers } as const;
    return network.exchange({ ...request, deadlineMs: readTimeoutMs, maxBodyBytes: maxReadAnswerBytes });
  }

  return {
    create(target, name, value, deadlineMs, signal) {
      const send = { body: secretBody(name, value), deadlineMs, ...optional(signal) };
      return writeSecret(target, 'create', { kind: 'secret', name, value }, send);
    },
    replace(target, name, value, deadlineMs, signal) {
      const send = { body: secretBody(null, value), deadlineMs, ...optional(signal) };
      return writeSecret(target, `${encodeURIComponent(name)}/update`, { kind: 'secret', name, value }, send);
    },
    remove(target, name, deadlineMs, signal) {
      const send = { deadlineMs, ...optional(signal) };
      return write(target, `${encodeURIComponent(name)}/delete`, { kind: 'removal' }, send);
    },
    list(target, search, signal, onPage) {
      return readList(network, clock, { target, headers: headersFor(target), search, signal, onPage });
    },
    probe(target, signal) {
      return probeList(network, clock, { target, headers: headersFor(target), signal });
    },
    async me(target) {
      return meOutcome(await read(target.environmentId, `${target.origin}/api/v4/users/me`, headersFor(target)));
    },
    async metadata(environmentId, origin) {
      return metadataOutcome(await read(environmentId, `${origin}/metadata`, anonymous), origin);
    },
  };
}

type Sending = Pick<NetworkRequest, 'body' | 'deadlineMs' | 'signal'>;

function optional(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
