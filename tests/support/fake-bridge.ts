import type { Channel, Input, Output } from '../../src/shared/ipc/requests.ts';
import type { Reply } from '../../src/shared/reply.ts';

type Answers = { [C in Channel]?: (input: Input<C>) => Reply<Output<C>> | Promise<Reply<Output<C>>> };

/** A main process of one line for each channel that a test needs. What was asked is kept, in order. */
export class FakeBridge {
  readonly asked: { readonly channel: Channel; readonly input: unknown }[] = [];
  readonly answers: Answers;

  constructor(answers: Answers = {}) {
    this.answers = answers;
  }

  /** The inputs of one channel, in order. */
  inputsOf<C extends Channel>(channel: C): Input<C>[] {
    return this.asked.filter((one) => one.channel === channel).map((one) => one.input as Input<C>);
  }

  /** What stands in for `window`. */
  get window(): { kelvin: unknown } {
    const request = new Proxy({}, { get: (_, channel) => (input: unknown) => this.#answer(channel as Channel, input) });
    return { kelvin: { request, on: () => () => undefined } };
  }

  /** As over the real border: the input is cloned, and a channel without an answer refuses. */
  async #answer(channel: Channel, input: unknown): Promise<Reply<unknown>> {
    const cloned: unknown = structuredClone(input);
    this.asked.push({ channel, input: cloned });
    const answer = this.answers[channel] as ((input: unknown) => Reply<unknown> | Promise<Reply<unknown>>) | undefined;
    return answer === undefined ? { ok: false, code: 'not-allowed', message: 'No such channel' } : answer(cloned);
  }
}

export function ok<T>(value: T): Reply<T> {
  return { ok: true, value };
}
