import { assertNever } from '../../shared/assert-never.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Reply } from '../../shared/reply.ts';
import type { SignInAnswer, SignInMethod, SignInRefusal } from '../../shared/session.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import { BrowserWait } from './browser-wait.svelte.ts';

export type SignInField = 'userName' | 'password' | 'oneTimeCode' | 'clientId' | 'clientSecret' | 'token';

/** The ways that are typed; the browser needs nothing typed and is the one to begin with. */
export type TypedWay = Exclude<SignInMethod, 'browser'>;

/** What each way needs, in the order in which it is asked for. */
const needed: Readonly<Record<SignInMethod, readonly SignInField[]>> = {
  browser: [],
  password: ['userName', 'password'],
  'service-account': ['clientId', 'clientSecret'],
  token: ['token'],
};

/**
 * A sign-in while it is chosen and typed. What is secret of it is forgotten after every try, but for one that went
 * nowhere because the person has to agree to another address for sign-in first.
 */
export class SignIn {
  way = $state<SignInMethod>('browser');
  userName = $state('');
  password = $state('');
  oneTimeCode = $state('');
  clientId = $state('');
  clientSecret = $state('');
  token = $state('');
  told = $state(false);
  refused = $state.raw<SignInRefusal | null>(null);
  readonly submission = new Submission();
  readonly browser: BrowserWait;

  readonly #environmentId: EnvironmentId;

  constructor(environmentId: EnvironmentId, userName: string) {
    this.#environmentId = environmentId;
    this.userName = userName;
    this.browser = new BrowserWait(environmentId);
  }

  readonly missing: SignInField | null = $derived.by(() => {
    const isEmpty = (field: SignInField): boolean =>
      (field === 'password' || field === 'clientSecret' ? this[field] : this[field].trim()) === '';
    return needed[this.way].find(isEmpty) ?? null;
  });

  /** Another way. What was typed for the one before is forgotten where it is secret, and so is what was said of it. */
  choose(way: SignInMethod): void {
    this.forget();
    this.way = way;
    this.told = false;
    this.refused = null;
    this.submission.refusal = null;
  }

  /** True when signed in. */
  async send(): Promise<boolean> {
    this.told = true;
    if (this.missing !== null) return false;
    this.refused = null;
    const answer = await this.submission.send(() => this.#ask());
    if (answer === null) return false;
    this.told = false;
    if (answer.signedIn || answer.trouble !== 'issuer-elsewhere') this.forget();
    // Who gave it up here knows that already.
    if (!answer.signedIn && answer.trouble !== 'cancelled') this.refused = answer;
    return answer.signedIn;
  }

  /** The address for sign-in elsewhere that the person can agree to, null where there is none. */
  get issuerElsewhere(): string | null {
    return this.refused?.trouble === 'issuer-elsewhere' ? this.refused.issuer : null;
  }

  /** The person agreed to that address: it is recorded, then what was typed signs in there. True when signed in. */
  async agree(): Promise<boolean> {
    const issuer = this.issuerElsewhere;
    if (issuer === null) return false;
    const confirmed = await this.submission.send(() =>
      ask('environments.confirm-issuer', { environmentId: this.#environmentId, issuer }),
    );
    return confirmed === null ? false : this.send();
  }

  /** The secrets among what was typed, and the code, which works only once. */
  forget(): void {
    this.password = '';
    this.oneTimeCode = '';
    this.clientSecret = '';
    this.token = '';
  }

  #ask(): Promise<Reply<SignInAnswer>> {
    const environmentId = this.#environmentId;
    switch (this.way) {
      case 'browser':
        return this.browser.ask();
      case 'password': {
        const { userName, password } = this;
        const code = this.oneTimeCode.replace(/\s/g, '');
        const oneTimeCode = code === '' ? null : code;
        return ask('session.sign-in', { environmentId, userName: userName.trim(), password, oneTimeCode });
      }
      case 'service-account': {
        const { clientId, clientSecret } = this;
        return ask('session.sign-in-service', { environmentId, clientId: clientId.trim(), clientSecret });
      }
      case 'token':
        return ask('session.sign-in-token', { environmentId, token: this.token.trim() });
      default:
        return assertNever(this.way);
    }
  }
}
