import type { ProxyQuestion } from '../../shared/proxy.ts';
import { ask, listen } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

/** What a proxy wants to know of the person. */
export class ProxyAsking {
  question = $state.raw<ProxyQuestion | null>(null);
  userName = $state('');
  password = $state('');
  readonly submission = new Submission();

  /** Listens; the answer stops listening. */
  start(): () => void {
    const stop = listen('proxy-asks', () => void this.#read());
    void this.#read();
    return stop;
  }

  async give(): Promise<void> {
    if (this.question === null) return;
    const { proxy } = this.question;
    const { userName, password } = this;
    await this.submission.send(() => ask('network.give-proxy', { proxy, userName, password }));
    this.password = '';
  }

  async decline(): Promise<void> {
    if (this.question === null) return;
    const { proxy } = this.question;
    this.password = '';
    await this.submission.send(() => ask('network.decline-proxy', { proxy }));
  }

  async #read(): Promise<void> {
    const reply = await ask('network.proxy-question', {});
    if (reply.ok) this.question = reply.value.question;
  }
}
