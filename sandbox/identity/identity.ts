import type { IncomingMessage, RequestListener } from 'node:http';
import type Provider from 'oidc-provider';
import type { Account } from '../accounts.ts';
import { empty, json, type Answer } from '../answer.ts';
import { REALM_PATH, type Incoming } from '../incoming.ts';
import { unauthenticated } from '../secrets-api/refusals.ts';
import { claimsOf } from './access-token.ts';
import { BearerTokens } from './bearer.ts';
import { capture } from './capture.ts';
import { readForm } from './form.ts';
import { registerPasswordGrant } from './password-grant.ts';
import { createProvider, PUBLIC_CLIENT, type ProviderSetup } from './provider.ts';
import { Sessions } from './sessions.ts';
import { SignInPage } from './sign-in-page.ts';
import { dressTokenReplies, type OnSignIn } from './token-reply.ts';

export interface IdentitySetup extends ProviderSetup {
  onSignIn: OnSignIn;
}

/** Everything below `/auth/realms/kelvin`: the realm as a Kelvin client or a browser sees it. */
export class Identity {
  readonly sessions: Sessions;
  readonly tokens: BearerTokens;
  readonly #provider: Provider;
  readonly #handler: RequestListener;
  readonly #signInPage: SignInPage;

  private constructor(provider: Provider, { store, accounts, onSignIn }: IdentitySetup) {
    this.#provider = provider;
    this.#handler = provider.callback() as RequestListener;
    this.#signInPage = new SignInPage(provider, accounts, onSignIn);
    this.sessions = new Sessions(store);
    this.tokens = new BearerTokens(store, accounts, provider.issuer);
  }

  static async create(setup: IdentitySetup): Promise<Identity> {
    const provider = await createProvider(setup);
    registerPasswordGrant(provider, setup.accounts);
    dressTokenReplies(provider, setup.onSignIn);
    // Only its kind: a message could carry what a request carried.
    provider.on('server_error', (_context, { name }) =>
      console.error(`sandbox: sign-in failed inside (${name})`),
    );
    return new Identity(provider, setup);
  }

  async answer(request: IncomingMessage, incoming: Incoming): Promise<Answer> {
    if (incoming.operation === 'sign-in-page') return this.#signInPage.answer(request);
    if (incoming.operation === 'logout' && request.method === 'POST') return this.#logout(request);
    if (incoming.path === `${REALM_PATH}/protocol/openid-connect/userinfo`)
      return userinfo(this.tokens.accountOf(request.headers.authorization));
    return this.#ask(request, incoming);
  }

  async #ask(request: IncomingMessage, incoming: Incoming): Promise<Answer> {
    if (!incoming.path.startsWith(`${REALM_PATH}/`)) return noSuchRealm();
    // Addresses in answers follow the public address, however this client spelled the host: as a fixed
    // hostname does.
    const { host, protocol } = new URL(this.#provider.issuer);
    Object.assign(request.headers, {
      host,
      'x-forwarded-proto': protocol.slice(0, -1),
      'x-forwarded-host': undefined,
    });
    // The way Express mounts a handler; oidc-provider reads both to build its own addresses.
    const suffix = incoming.query.size > 0 ? `?${incoming.query.toString()}` : '';
    const mounted = Object.assign(request, {
      originalUrl: incoming.path + suffix,
      url: incoming.path.slice(REALM_PATH.length) + suffix,
    });
    const answer = await capture(this.#handler, mounted);
    return answer.status === 404 && !String(answer.headers['content-type']).includes('json')
      ? noSuchRealm()
      : answer;
  }

  /**
   * Signs out with a refresh token, 204: what Kelvin's client checks. A browser signs out with GET and an ID
   * token instead.
   */
  async #logout(request: IncomingMessage): Promise<Answer> {
    const form = await readForm(request);
    const refresh = await this.#provider.RefreshToken.find(form.get('refresh_token') ?? '');
    if (refresh === undefined || refresh.clientId !== (form.get('client_id') ?? PUBLIC_CLIENT)) {
      return json(400, { error: 'invalid_grant', error_description: 'Invalid refresh token' });
    }
    await this.sessions.revoke([refresh.grantId ?? '']);
    return empty(204);
  }
}

function userinfo(account: Account | undefined): Answer {
  return account === undefined
    ? unauthenticated('The access token is missing, expired or revoked.')
    : json(200, { sub: account.id, ...claimsOf(account) });
}

const noSuchRealm = (): Answer =>
  json(404, {
    error: 'not_found',
    error_description: 'Sign-in has nothing at this address; the realm is called kelvin.',
  });
