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
  commit: 'Show this certificate',
  commitNone: 'Go on without',
} as const;

/** Who issued it, and until when it is valid. */
export function certificateFacts({ issuer, validUntil }: OfferedCertificate): string {
  return `Issued by ${issuer}, valid until ${date(validUntil)}`;
}
