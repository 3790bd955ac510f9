import type { BrowserPorts } from '../../src/main/auth/browser-sign-in.ts';
import type { LoopbackVisit } from '../../src/main/system/loopback.ts';

/** A browser and a loopback address that a test moves by hand. */
export class FakeBrowser implements BrowserPorts {
  /** Every address that was opened. */
  readonly opened: URL[] = [];
  /** What each visit was answered: status and page. */
  readonly answers: { readonly status: number; readonly page: string }[] = [];
  port = 38638;
  isThere = true;
  isPortFree = true;
  listening = 0;
  /** How often the app was asked to come to the front. */
  cameForward = 0;
  #onVisit: ((visit: LoopbackVisit) => void) | null = null;

  open(url: string): Promise<boolean> {
    this.opened.push(new URL(url));
    return Promise.resolve(this.isThere);
  }

  listen(_port: number, onVisit: (visit: LoopbackVisit) => void): ReturnType<BrowserPorts['listen']> {
    if (!this.isPortFree) return Promise.resolve(null);
    this.listening += 1;
    this.#onVisit = onVisit;
    let isOpen = true;
    const close = (): void => {
      if (isOpen) this.listening -= 1;
      isOpen = false;
    };
    return Promise.resolve({ close });
  }

  redirectPort(): number {
    return this.port;
  }

  cameBack(): void {
    this.cameForward += 1;
  }

  /** The parameters with which the app sent the browser away. */
  asked(name: string): string {
    return this.opened.at(-1)?.searchParams.get(name) ?? '';
  }

  /** The browser comes back with these parameters. */
  comeBack(parameters: Readonly<Record<string, string>>): void {
    const url = new URL(`http://localhost:${this.port}/?${new URLSearchParams(parameters).toString()}`);
    this.#onVisit?.({ url, answer: (status, page) => this.answers.push({ status, page }) });
  }
}
