import type Provider from 'oidc-provider';
import type { Configuration, ResourceServer, ResourceServerInstance } from 'oidc-provider';
import type { Account, Accounts } from '../accounts.ts';

/** What every access token is for; the tokens themselves say `account`, Keycloak's default audience. */
export const RESOURCE = 'urn:kelvin:api';
const AUDIENCE = 'account';
export const SCOPES = 'openid email profile offline_access';

export const API: ResourceServer = {
  scope: SCOPES,
  audience: AUDIENCE,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'RS256' } },
};

/** The Secrets API as oidc-provider's models want it: what makes an access token a JWT. */
export function resourceServer(provider: Provider): ResourceServerInstance {
  const { ResourceServer } = provider as unknown as {
    ResourceServer: new (identifier: string, info: ResourceServer) => ResourceServerInstance;
  };
  return new ResourceServer(RESOURCE, API);
}

type Dress = NonNullable<NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt']>;

/**
 * Makes an access token look as Keycloak's do: `typ: JWT`, the claims of its scopes, and its session in
 * `sid`.
 */
export function dressAccessToken(accounts: Accounts): Dress {
  return async (context, token, parts) => {
    const account =
      token.kind === 'ClientCredentials'
        ? accounts.byLogin(token.clientId ?? '')
        : accounts.byId(String(parts.payload.sub));
    if (account === undefined) throw new Error('an access token for nobody');
    let sid = 'grantId' in token ? token.grantId : undefined;
    if (sid === undefined) {
      // A service account's token gets a session too, so that "revoke" has one meaning for everybody.
      sid = await new context.oidc.provider.Grant({
        accountId: account.id,
        clientId: token.clientId ?? '',
      }).save();
    }
    parts.header = { ...parts.header, typ: 'JWT' };
    Object.assign(parts.payload, {
      typ: 'Bearer',
      azp: token.clientId,
      sub: account.id,
      sid,
      session_state: sid,
      ...claimsOf(account),
    });
  };
}

/** What tokens and userinfo say of an account. */
export function claimsOf(account: Account): Record<string, unknown> {
  const name = `${account.firstName} ${account.lastName}`.trim();
  return {
    preferred_username: account.username,
    ...(account.email ? { email: account.email, email_verified: true } : {}),
    ...(name ? { name, given_name: account.firstName, family_name: account.lastName } : {}),
  };
}
