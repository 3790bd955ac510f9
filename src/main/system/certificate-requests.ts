import { app } from 'electron';
import type { Certificate, Event, WebContents } from 'electron';
import type { ClientCertificates } from './client-certificates.ts';
import { parseUrl } from './parse-url.ts';

export interface CertificateRequestPorts {
  readonly certificates: Pick<ClientCertificates, 'answerTo'>;
  /** Whether a request of ours is on its way to this origin; all of them go to an environment's own. */
  readonly isAsking: (origin: string) => boolean;
  /** The person is asked: what is on its way there cannot go on. */
  readonly breakOff: (origin: string) => void;
}

/**
 * Answers the system's question which client certificate is shown, for as long as it is not stopped. Chromium would
 * show the first one that fits to whoever asks; here none is shown that the person did not choose for that origin. A page
 * gets none, nor does a proxy.
 *
 * @returns stops it
 */
export function answerCertificateRequests({ certificates, isAsking, breakOff }: CertificateRequestPorts): () => void {
  const answer = (
    event: Event,
    contents: WebContents | null,
    address: string,
    offered: Certificate[],
    show: (certificate?: Certificate) => void,
  ): void => {
    event.preventDefault();
    const origin = originOf(address);
    if (contents !== null || origin === null || !isAsking(origin)) return show();
    const chosen = certificates.answerTo(origin, offered);
    // Unanswered, its handshake goes no further; the session that it was made on is not used again.
    if (chosen === 'ask') breakOff(origin);
    else if (chosen === null) show();
    else show(chosen);
  };
  app.on('select-client-certificate', answer);
  return () => void app.off('select-client-certificate', answer);
}

/** Electron calls it a URL, and names host and port without a scheme. Only TLS asks for a certificate. */
export function originOf(address: string): string | null {
  return parseUrl(address.includes('://') ? address : `https://${address}`)?.origin ?? null;
}
