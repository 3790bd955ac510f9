import type { CertificateQuestion } from '../../shared/client-certificate.ts';
import { ask, listen } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

/** Which certificate a platform is shown, as the person chooses it. Nothing is chosen before they do. */
export class CertificateAsking {
  question = $state.raw<CertificateQuestion | null>(null);
  /** The certificate's id, `none`, or null while nothing is chosen. */
  chosen = $state<string | null>(null);
  readonly submission = new Submission();

  /** Listens; the answer stops listening. */
  start(): () => void {
    const stop = listen('certificate-asks', () => void this.#read());
    void this.#read();
    return stop;
  }

  async choose(): Promise<void> {
    if (this.question === null || this.chosen === null) return;
    const { origin } = this.question;
    const certificate = this.chosen === noCertificate ? null : this.chosen;
    await this.submission.send(() => ask('network.choose-certificate', { origin, certificate }));
  }

  async decline(): Promise<void> {
    if (this.question === null) return;
    const { origin } = this.question;
    await this.submission.send(() => ask('network.decline-certificate', { origin }));
  }

  async #read(): Promise<void> {
    const reply = await ask('network.certificate-question', {});
    if (!reply.ok) return;
    // Another question, or the same one anew: what was chosen for the last one is not chosen for it.
    this.chosen = null;
    this.question = reply.value.question;
  }
}

/** No certificate has this id: fingerprints carry the name of their hash. */
export const noCertificate = 'none';
