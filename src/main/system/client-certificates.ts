import type { CertificateQuestion, OfferedCertificate } from '../../shared/client-certificate.ts';
import { plainName } from './plain-name.ts';

/** A certificate as the system tells of it. */
export interface SystemCertificate {
  readonly fingerprint: string;
  readonly subjectName: string;
  readonly issuerName: string;
  /** Seconds since 1970. */
  readonly validExpiry: number;
}

/**
 * Which client certificate is shown where: the person's choice, in memory alone, until the app ends, and each for the
 * one origin it was made for. None is ever shown unasked. A request never waits for the person: it ends, and is made
 * again when they have chosen.
 */
export interface ClientCertificates {
  /** What waits for the person's choice. */
  question(): CertificateQuestion | null;
  /** What is shown there; null: none. `ask`: the person is asked first, and the request cannot go on. */
  answerTo<C extends SystemCertificate>(origin: string, offered: readonly C[]): C | null | 'ask';
  /** @param id one of those that were offered, or null: none is shown there */
  choose(origin: string, id: string | null): void;
  /** The person will not say; none is shown there, and they are not asked again until `askAgain`. */
  decline(origin: string): void;
  /** The person tries by their own hand: what was declined, or led to nothing, is asked anew. */
  askAgain(): void;
  /** The origin let nobody in. `since` is what `version` said when the request began: a later choice is not its matter. */
  refused(origin: string, since: number): void;
  /** Grows with every choice: connections that were made before it show what was chosen before. */
  version(): number;
}

type Choice = { readonly kind: 'certificate'; readonly id: string } | { readonly kind: 'none' | 'later' };

export function createClientCertificates(changed: () => void): ClientCertificates {
  const choices = new Map<string, Choice>();
  /** Origins that let nobody in with what was chosen. */
  const turnedAway = new Set<string>();
  let question: CertificateQuestion | null = null;
  let version = 0;

  const ask = (origin: string, offered: readonly SystemCertificate[]): 'ask' => {
    // One question at a time: the next origin asks again at the next request.
    if (question !== null) return 'ask';
    question = { origin, wasRefused: turnedAway.has(origin), offered: offered.map(shown) };
    changed();
    return 'ask';
  };
  const decide = (origin: string, choice: Choice): void => {
    // Only what was asked is decided: a second window's click, or a late one, chooses for nobody.
    if (question?.origin !== origin) return;
    choices.set(origin, choice);
    turnedAway.delete(origin);
    question = null;
    version += 1;
    changed();
  };

  const forget = (origin: string): void => {
    choices.delete(origin);
    version += 1;
  };

  return {
    question: () => question,
    answerTo(origin, offered) {
      if (offered.length === 0) return null;
      const choice = choices.get(origin);
      if (choice === undefined) return ask(origin, offered);
      if (choice.kind !== 'certificate') return null;
      // One that is not there any more (a card that was pulled out) is chosen anew.
      return offered.find(({ fingerprint }) => fingerprint === choice.id) ?? ask(origin, offered);
    },
    choose(origin, id) {
      if (id === null) decide(origin, { kind: 'none' });
      else if (question?.offered.some((one) => one.id === id) === true) decide(origin, { kind: 'certificate', id });
    },
    decline: (origin) => decide(origin, { kind: 'later' }),
    askAgain() {
      for (const [origin, { kind }] of choices) {
        if (kind === 'later' || (kind === 'none' && turnedAway.has(origin))) forget(origin);
      }
    },
    refused(origin, since) {
      const choice = choices.get(origin);
      if (since !== version || choice === undefined) return;
      turnedAway.add(origin);
      // Whoever chose to show none is not asked again and again by the app itself.
      if (choice.kind === 'certificate') forget(origin);
    },
    version: () => version,
  };
}

function shown({ fingerprint, subjectName, issuerName, validExpiry }: SystemCertificate): OfferedCertificate {
  return { id: fingerprint, subject: plainName(subjectName), issuer: plainName(issuerName), validUntil: validExpiry * 1000 };
}
