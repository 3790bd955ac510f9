import { ServerResponse, type IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';
import type { Accounts } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import { errorPage } from '../pages/error.ts';
import { signInPage, SIGN_IN_POLICY } from '../pages/sign-in.ts';
import { readForm } from './form.ts';
import { signIn } from './password-grant.ts';
import type { OnSignIn } from './token-reply.ts';

/**
 * The page where a person signs in during the authorization code flow: shows the form, takes it, goes back.
 */
export class SignInPage {
  readonly #provider: Provider;
  readonly #accounts: Accounts;
  readonly #onSignIn: OnSignIn;

  constructor(provider: Provider, accounts: Accounts, onSignIn: OnSignIn) {
    this.#provider = provider;
    this.#accounts = accounts;
    this.#onSignIn = onSignIn;
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const details = await this.#interaction(request);
    if (details === undefined) {
      return page(
        400,
        errorPage(
          'This sign-in has ended',
          'It took too long, or its cookie is missing. Go back to the app and start again.',
        ),
      );
    }
    if (request.method === 'GET')
      return page(200, signInPage({ username: details.loginHint, problem: undefined }));
    const form = await readForm(request);
    if (form.has('cancel')) {
      return this.#finish(request, {
        error: 'access_denied',
        error_description: 'The person cancelled the sign-in',
      });
    }
    const username = form.get('username') ?? '';
    const account = signIn(
      this.#accounts,
      username,
      form.get('password') ?? '',
      (form.get('totp') ?? '').replace(/\s/g, ''),
    );
    if (account === undefined) return page(200, signInPage({ username, problem: this.#problem(username) }));
    this.#onSignIn(request, account.id);
    return this.#finish(request, { login: { accountId: account.id, remember: true } });
  }

  async #interaction(request: IncomingMessage): Promise<{ loginHint: string } | undefined> {
    try {
      const { params } = await this.#provider.interactionDetails(request, new ServerResponse(request));
      return { loginHint: typeof params.login_hint === 'string' ? params.login_hint : '' };
    } catch {
      return undefined;
    }
  }

  async #finish(
    request: IncomingMessage,
    result: Parameters<Provider['interactionResult']>[2],
  ): Promise<Answer> {
    const location = await this.#provider.interactionResult(request, new ServerResponse(request), result, {
      mergeWithLastSubmission: false,
    });
    return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: Buffer.alloc(0) };
  }

  /**
   * Says that a code is needed only to who knows of an account that needs one; a real Keycloak asks on a
   * second page.
   */
  #problem(username: string): string {
    const needsCode = this.#accounts.byLogin(username)?.totpSecret !== undefined;
    return needsCode
      ? 'User name, password or one-time code is not right.'
      : 'User name or password is not right.';
  }
}

function page(status: number, html: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': SIGN_IN_POLICY,
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    },
    body: Buffer.from(html),
  };
}
