import type { OfferedCertificate } from '../client-certificate.ts';
import { date } from './times.ts';

/** The question which certificate a platform is shown. */
export const certificateForm = {
  title: 'Choose a certificate',
  lead: (host: string) => `${host} asks for a certificate that shows who you are. It is shown to this host alone.`,
  refused: 'The host did not take the certificate that you chose.',
  legend: 'Certificates on this computer',
  none: 'Show none',
  noneMore: 'Go on without a certificate. The host may let nobody in who shows none.',
  note: 'Kept until the app is quit.',
  commit: 'Use this certificate',
  commitNone: 'Go on without',
} as const;

/** Who issued it, and until when it is valid or was. */
export function certificateFacts({ issuer, validUntil }: OfferedCertificate, now: number): string {
  return `Issued by ${issuer}, ${hasRunOut({ validUntil }, now) ? 'ran out on' : 'valid until'} ${date(validUntil)}`;
}

export function hasRunOut({ validUntil }: Pick<OfferedCertificate, 'validUntil'>, now: number): boolean {
  return validUntil <= now;
}
