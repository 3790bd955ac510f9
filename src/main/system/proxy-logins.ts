import type { ProxyQuestion } from '../../shared/proxy.ts';

/** Who asks for a name and password while a request is on its way, as Electron tells it. */
export interface Asker {
  readonly isProxy: boolean;
  readonly host: string;
  readonly port: number;
}

export interface ProxyCredentials {
  readonly userName: string;
  readonly password: string;
}

/**
 * The names and passwords of proxies: in memory alone, until the app ends, and each for the one proxy it was given
 * for. A request never waits for the person: it ends, and is made again when they have answered.
 */
export interface ProxyLogins {
  /** The proxy that waits for the person's answer. */
  question(): ProxyQuestion | null;
  /**
   * What a request may answer; null: nothing, and the person is asked.
   *
   * @param refused what this request answered before, and was not let through with
   */
  answerTo(asker: Asker, refused: ProxyCredentials | null): ProxyCredentials | null;
  give(proxy: string, credentials: ProxyCredentials): void;
  /** The person will not say; they are not asked again until `askAgain`. */
  decline(proxy: string): void;
  askAgain(): void;
}

export function createProxyLogins(changed: () => void): ProxyLogins {
  const known = new Map<string, ProxyCredentials>();
  const declined = new Set<string>();
  let question: ProxyQuestion | null = null;

  const ask = (next: ProxyQuestion): void => {
    // One question at a time: the next proxy asks again at the next request.
    if (declined.has(next.proxy) || question !== null) return;
    question = next;
    changed();
  };
  const answered = (proxy: string): void => {
    if (question?.proxy !== proxy) return;
    question = null;
    changed();
  };

  return {
    question: () => question,
    answerTo({ isProxy, host, port }, refused) {
      // A server that asks is no proxy: nothing is ever said to it here.
      if (!isProxy) return null;
      const proxy = `${host}:${port}`;
      const credentials = known.get(proxy) ?? null;
      // A refusal may come late, when the person has given something newer: it is of what was said, not of that.
      if (credentials !== null && credentials !== refused) return credentials;
      known.delete(proxy);
      ask({ proxy, wasRefused: refused !== null });
      return null;
    },
    give(proxy, credentials) {
      known.set(proxy, credentials);
      declined.delete(proxy);
      answered(proxy);
    },
    decline(proxy) {
      declined.add(proxy);
      answered(proxy);
    },
    askAgain() {
      declined.clear();
    },
  };
}
