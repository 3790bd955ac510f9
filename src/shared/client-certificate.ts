/** A certificate on this computer that a platform would take, as the person sees it. */
export interface OfferedCertificate {
  /** What tells it from the others: its fingerprint. */
  readonly id: string;
  readonly subject: string;
  readonly issuer: string;
  /** Wall clock, ms since 1970. */
  readonly validUntil: number;
}

/** A platform, or the host at which people sign in to it, asks for a certificate that shows who the person is. */
export interface CertificateQuestion {
  /** Scheme, host and port. What is chosen is shown there and nowhere else. */
  readonly origin: string;
  /** It did not take the one that was chosen before. */
  readonly wasRefused: boolean;
  readonly offered: readonly OfferedCertificate[];
}
