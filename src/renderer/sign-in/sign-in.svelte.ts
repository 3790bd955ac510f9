import type { EnvironmentId } from '../../shared/environment.ts';
import type { SignInTrouble } from '../../shared/session.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

export type SignInField = 'userName' | 'password' | 'oneTimeCode';

/** A sign-in with user name and password while it is typed. The password is forgotten after every try. */
export class SignIn {
  userName = $state('');
  password = $state('');
  oneTimeCode = $state('');
  told = $state(false);
  trouble = $state.raw<SignInTrouble | null>(null);
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
    this.trouble = null;
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
    this.forget();
    this.told = false;
    if (!answer.signedIn) this.trouble = answer.trouble;
    return answer.signedIn;
  }

  /** The password and the code, which works only once. */
  forget(): void {
    this.password = '';
    this.oneTimeCode = '';
  }
}
