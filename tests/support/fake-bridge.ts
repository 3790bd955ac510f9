import type { AnnouncementName, Announcements } from '../../src/shared/ipc/announcements.ts';
import type { Channel, Input, Output } from '../../src/shared/ipc/requests.ts';
import type { Reply } from '../../src/shared/reply.ts';

type Answers = { [C in Channel]?: (input: Input<C>) => Reply<Output<C>> | Promise<Reply<Output<C>>> };
type Listener = (news: never) => void;

/** A main process of one line for each channel that a test needs. What was asked is kept, in order. */
export class FakeBridge {
  readonly asked: { readonly channel: Channel; readonly input: unknown }[] = [];
  /** A test may answer otherwise later on. */
  answers: Answers;
  readonly #listeners = new Set<{ readonly name: AnnouncementName; readonly hear: Listener }>();

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
    return { kelvin: { request, on: (name: AnnouncementName, hear: Listener) => this.#listen(name, hear) } };
  }

  /** How many listeners there are at the moment. */
  get listening(): number {
    return this.#listeners.size;
  }

  /** Tells whoever listens. */
  announce<N extends AnnouncementName>(name: N, news: Announcements[N]): void {
    for (const listener of this.#listeners) if (listener.name === name) listener.hear(news as never);
  }

  #listen(name: AnnouncementName, hear: Listener): () => void {
    const listener = { name, hear };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As over the real border: what crosses it is cloned, and a channel without an answer refuses. */
  async #answer(channel: Channel, input: unknown): Promise<Reply<unknown>> {
    const cloned: unknown = structuredClone(input);
    this.asked.push({ channel, input: cloned });
    const answer = this.answers[channel] as ((input: unknown) => Reply<unknown> | Promise<Reply<unknown>>) | undefined;
    if (answer === undefined) return { ok: false, code: 'not-allowed', message: 'No such channel' };
    return structuredClone(await answer(cloned));
  }
}

export function ok<T>(value: T): Reply<T> {
  return { ok: true, value };
}
