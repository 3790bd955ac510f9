import type { Answer } from '../../shared/answer.ts';
import { channels } from '../../shared/ipc/requests.ts';
import type { Channel, Input, Output } from '../../shared/ipc/requests.ts';
import type { RefusalCode, Reply } from '../../shared/reply.ts';
import { refusalWords } from '../../shared/words/refusals.ts';
import { noteError } from '../logging/log.ts';
import type { Log } from '../logging/log.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import { boundsOf, measureInput } from './measure-input.ts';
import { schemas } from './schemas.ts';

/** What answers each request; a channel without a line is a type error. */
export type Handlers = {
  readonly [C in Channel]: (input: Input<C>) => Answer<Output<C>> | Promise<Answer<Output<C>>>;
};

export interface DispatchOptions {
  readonly handlers: Handlers;
  readonly log: Log;
  /** A handler threw: it may say that the database is damaged. */
  readonly failed: (error: unknown) => void;
}

/** Answers what came from a renderer. It never throws and never lets anything through that was not parsed. */
export type Dispatch = (trusted: boolean, channel: unknown, input: unknown) => Promise<Reply<unknown>>;

/**
 * The one road from a request to its handler: the sender, then the channel, then size and shape, then the
 * schema; and only the parsed input goes on. Whatever is wrong is an answer with a code, also what a handler
 * throws: its words may hold a value and are neither answered nor logged.
 */
export function createDispatch({ handlers, log, failed }: DispatchOptions): Dispatch {
  return async (trusted, channel, input) => {
    if (!trusted || !isChannel(channel)) return refused('not-allowed', isChannel(channel) ? channel : 'unknown', log);
    const measured = measureInput(input, boundsOf(channel));
    if (measured !== 'fine') return refused(measured, channel, log);
    const parsed = schemas[channel].safeParse(input);
    if (!parsed.success) return refused('bad-input', channel, log);
    return run(channel, parsed.data);
  };

  async function run(channel: Channel, input: Input<Channel>): Promise<Reply<unknown>> {
    try {
      // Schema and handler stand under the same channel, which the checker cannot follow through a union.
      const handler = handlers[channel] as (input: Input<Channel>) => Answer<unknown> | Promise<Answer<unknown>>;
      const answer = await handler(input);
      return answer.ok ? answer : reply(answer.code);
    } catch (error) {
      log({ event: 'request-crashed', channel, error: noteError(error) });
      failed(error);
      return reply(codeOf(error));
    }
  }
}

function isChannel(channel: unknown): channel is Channel {
  return channels.some((known) => known === channel);
}

function refused(code: RefusalCode, channel: Channel | 'unknown', log: Log): Reply<never> {
  log({ event: 'request-refused', channel, code });
  return reply(code);
}

function reply(code: RefusalCode): Reply<never> {
  return { ok: false, code, message: refusalWords(code) };
}

/** What the database could not record is told as it is, so that the form can keep its text. */
function codeOf(error: unknown): RefusalCode {
  const trouble = diskTrouble(error);
  if (trouble === null) return 'unexpected';
  return trouble === 'disk-full' ? 'disk-full' : 'disk-trouble';
}
