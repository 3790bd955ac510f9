import type { Bridge } from '../shared/ipc/bridge.ts';
import type { AnnouncementName, Announcements } from '../shared/ipc/announcements.ts';
import type { Channel, Input, Output } from '../shared/ipc/requests.ts';
import type { Reply } from '../shared/reply.ts';
import { plainCopy } from './plain-copy.ts';

declare global {
  interface Window {
    readonly kelvin: Bridge;
  }
}

/**
 * Asks the main process, and always gets an answer: a request that was thrown back instead of answered
 * becomes the refusal `unexpected`, so that every caller handles one shape.
 * The input is copied, because Svelte's proxies cannot be cloned across the process border.
 */
export async function ask<C extends Channel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>> {
  try {
    const send = window.kelvin.request[channel] as (input: Input<C>) => Promise<Reply<Output<C>>>;
    return await send(plainCopy(input));
  } catch {
    // What was thrown may quote the input, and the input may hold a value: it is not passed on.
    return { ok: false, code: 'unexpected', message: 'The request was not answered' };
  }
}

/** Listens to an announcement; the answer stops listening. */
export function listen<N extends AnnouncementName>(name: N, listener: (news: Announcements[N]) => void): () => void {
  return window.kelvin.on(name, listener);
}
