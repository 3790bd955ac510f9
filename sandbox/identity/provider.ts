import Provider, { type Configuration, type JWKS } from 'oidc-provider';
import type { Accounts } from '../accounts.ts';
import { REALM_PATH } from '../incoming.ts';
import { errorPage } from '../pages/error.ts';
import { STYLE_SOURCE } from '../pages/layout.ts';
import { signedOutPage, signOutPage } from '../pages/sign-out.ts';
import type { Store } from '../store.ts';
import { API, claimsOf, dressAccessToken, RESOURCE, SCOPES } from './access-token.ts';
import { adapterFor } from './adapter.ts';
import { isLoopbackRedirect } from './redirect.ts';
import { loadExistingGrant, signInOnly } from './sign-in-policy.ts';
import { createSigningKey } from './signing-key.ts';

/** The public client that every Kelvin client signs in with. */
export const PUBLIC_CLIENT = 'kelvin-client';
export interface TokenLifetimes {
  accessSeconds: number;
  refreshSeconds: number;
}

export interface ProviderSetup {
  /** Without a slash at the end: the issuer is this plus the realm's path. */
  origin: string;
  accounts: Accounts;
  store: Store;
  lifetimes: TokenLifetimes;
}

/** oidc-provider, dressed as the Keycloak realm `kelvin`. */
export async function createProvider(setup: ProviderSetup): Promise<Provider> {
  setup.store.signingKey ??= await createSigningKey();
  const jwks = { keys: [setup.store.signingKey] } as unknown as JWKS;
  const provider = new Provider(`${setup.origin}${REALM_PATH}`, configuration(setup, jwks));
  provider.proxy = true; // Identity sets the forwarding headers itself, from the public address.
  // A real realm's client registers its redirects; here every loopback address will do, on any port and path.
  const { prototype } = provider.Client as unknown as {
    prototype: { redirectUriAllowed(uri: string): boolean };
  };
  prototype.redirectUriAllowed = isLoopbackRedirect;
  return provider;
}

function configuration({ accounts, store, lifetimes }: ProviderSetup, jwks: JWKS): Configuration {
  const oidc = '/protocol/openid-connect';
  return {
    adapter: adapterFor(store),
    jwks,
    clients: [
      {
        client_id: PUBLIC_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token', 'password'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
      },
      ...accounts.serviceAccounts.map(({ clientId, clientSecret }) => ({
        client_id: clientId,
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_post' as const,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      })),
    ],
    routes: {
      authorization: `${oidc}/auth`,
      token: `${oidc}/token`,
      jwks: `${oidc}/certs`,
      userinfo: `${oidc}/userinfo`,
      end_session: `${oidc}/logout`,
      revocation: `${oidc}/revoke`,
    },
    scopes: SCOPES.split(' '),
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username', 'name', 'given_name', 'family_name'],
    },
    conformIdTokenClaims: false, // Keycloak puts the scopes' claims into the ID token.
    cookies: { keys: [store.cookieKey], short: { path: REALM_PATH }, long: { path: REALM_PATH } },
    clientBasedCORS: () => false,
    // Kelvin's first command line sends no challenge; where one is sent it must be S256.
    pkce: { required: () => false },
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    features: {
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
      },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => void (context.body = signOutPage(form)),
        postLogoutSuccessSource: (context) => void (context.body = signedOutPage()),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => API,
      },
    },
    interactions: {
      policy: signInOnly(),
      url: (_context, interaction) => `${REALM_PATH}/sign-in/${interaction.uid}`,
    },
    findAccount: (_context, id) => {
      const account = accounts.byId(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...claimsOf(account) }) };
    },
    loadExistingGrant,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    formats: { customizers: { jwt: dressAccessToken(accounts) } },
    ttl: {
      AccessToken: lifetimes.accessSeconds,
      ClientCredentials: lifetimes.accessSeconds,
      IdToken: lifetimes.accessSeconds,
      RefreshToken: lifetimes.refreshSeconds,
      AuthorizationCode: 60,
      Interaction: 60 * 60,
      Session: 10 * 60 * 60, // Keycloak's "SSO session max" of ten hours
      Grant: 30 * 24 * 60 * 60,
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.set('content-security-policy', `default-src 'none'; style-src ${STYLE_SOURCE}`);
      context.body = errorPage(out.error, out.error_description);
    },
  };
}
