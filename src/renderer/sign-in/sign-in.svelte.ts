import type { EnvironmentId } from '../../shared/environment.ts';
import type { SignInRefusal } from '../../shared/session.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

export type SignInField = 'userName' | 'password' | 'oneTimeCode';

/**
 * A sign-in with user name and password while it is typed. The password is forgotten after every try, but for one
 * that went nowhere because the person has to agree to another address for sign-in first.
 */
export class SignIn {
  userName = $state('');
  password = $state('');
  oneTimeCode = $state('');
  told = $state(false);
  refused = $state.raw<SignInRefusal | null>(null);
  readonly submission = new Submission();

  readonly #environmentId: EnvironmentId;

  constructor(environmentId: EnvironmentId, userName: string) {
    this.#environmentId = environmentId;
    this.userName = userName;
  }

  readonly missing: SignInField | null = $derived.by(() => {
    if (this.userName.trim() === '') return 'userName';
    return this.password === '' ? 'password' : null;
  });

  /** True when signed in. */
  async send(): Promise<boolean> {
    this.told = true;
    if (this.missing !== null) return false;
    this.refused = null;
    const code = this.oneTimeCode.replace(/\s/g, '');
    const answer = await this.submission.send(() =>
      ask('session.sign-in', {
        environmentId: this.#environmentId,
        userName: this.userName.trim(),
        password: this.password,
        oneTimeCode: code === '' ? null : code,
      }),
    );
    if (answer === null) return false;
    this.told = false;
    if (answer.signedIn || answer.trouble !== 'issuer-elsewhere') this.forget();
    if (!answer.signedIn) this.refused = answer;
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

  /** The password and the code, which works only once. */
  forget(): void {
    this.password = '';
    this.oneTimeCode = '';
  }
}
