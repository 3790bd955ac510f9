import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import Provider, { interactionPolicy, type Configuration, type JWKS, type KoaContextWithOIDC, type ResourceServer, type ResourceServerInstance } from 'oidc-provider';
import type { Account, Accounts } from '../accounts.ts';
import { REALM_PATH } from '../incoming.ts';
import { errorPage } from '../pages/error.ts';
import type { Store } from '../store.ts';
import { adapterFor } from './adapter.ts';
import { isLoopbackRedirect } from './redirect.ts';

/** The public client that every Kelvin client signs in with (platform.md §2). */
export const PUBLIC_CLIENT = 'kelvin-client';
/** What every access token is for. Keycloak calls its default audience `account`. */
export const RESOURCE = 'urn:kelvin:api';
export const AUDIENCE = 'account';
export const SCOPES = 'openid email profile offline_access';

const API: ResourceServer = {
  scope: SCOPES,
  audience: AUDIENCE,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'RS256' } },
};

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
  // A client of a real realm registers its redirects; here any loopback address is welcome, whatever port or path.
  const { prototype } = provider.Client as unknown as { prototype: { redirectUriAllowed(uri: string): boolean } };
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
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'name', 'given_name', 'family_name'] },
    conformIdTokenClaims: false, // Keycloak puts the scopes' claims into the ID token.
    cookies: { keys: [store.cookieKey], short: { path: REALM_PATH }, long: { path: REALM_PATH } },
    clientBasedCORS: () => false,
    pkce: { required: () => false }, // Kelvin's first command line has none; where one is sent it must be S256.
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    features: {
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: true, ...signOutPages() },
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
      context.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
      context.body = errorPage(out.error, out.error_description);
    },
  };
}

const endedElsewhere = new WeakSet<KoaContextWithOIDC>();

/**
 * The platform's own client is trusted with what it asks for: signing in is all that a person is asked. Signing out
 * in an app ends the browser's session too, as Keycloak's does, so the next sign-in asks again.
 */
function signInOnly(): ReturnType<typeof interactionPolicy.base> {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const ended = new interactionPolicy.Check('session_ended', 'The session was ended in an app', 'login_required', (context) =>
    endedElsewhere.has(context),
  );
  policy.get('login')?.checks.add(ended);
  return policy;
}

async function loadExistingGrant(context: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { client, result, session, provider } = context.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing !== undefined) return existing;
  if (known !== undefined && !(result !== undefined && 'login' in result)) {
    endedElsewhere.add(context);
    return undefined;
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(RESOURCE, SCOPES);
  await grant.save();
  return grant;
}

/** The Secrets API as oidc-provider's models want it: what makes an access token a JWT. */
export function resourceServer(provider: Provider): ResourceServerInstance {
  const { ResourceServer } = provider as unknown as {
    ResourceServer: new (identifier: string, info: ResourceServer) => ResourceServerInstance;
  };
  return new ResourceServer(RESOURCE, API);
}

type Dress = NonNullable<NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt']>;

/** Makes an access token look as Keycloak's do: `typ: JWT`, the claims of its scopes, and its session in `sid`. */
function dressAccessToken(accounts: Accounts): Dress {
  return async (context, token, parts) => {
    const account = token.kind === 'ClientCredentials' ? accounts.byLogin(token.clientId ?? '') : accounts.byId(String(parts.payload.sub));
    if (account === undefined) throw new Error('an access token for nobody');
    let sid = 'grantId' in token ? token.grantId : undefined;
    if (sid === undefined) {
      // A service account's token gets a session too, so that "revoke" has one meaning for everybody.
      sid = await new context.oidc.provider.Grant({ accountId: account.id, clientId: token.clientId ?? '' }).save();
    }
    parts.header = { ...parts.header, typ: 'JWT' };
    Object.assign(parts.payload, { typ: 'Bearer', azp: token.clientId, sub: account.id, sid, session_state: sid, ...claimsOf(account) });
  };
}

export function claimsOf(account: Account): Record<string, unknown> {
  const name = `${account.firstName} ${account.lastName}`.trim();
  return {
    preferred_username: account.username,
    ...(account.email ? { email: account.email, email_verified: true } : {}),
    ...(name ? { name, given_name: account.firstName, family_name: account.lastName } : {}),
  };
}

/** A new key to sign tokens with, as a JWK. */
export async function createSigningKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };
}

type SignOut = NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;

function signOutPages(): Pick<SignOut, 'logoutSource' | 'postLogoutSuccessSource'> {
  return {
    logoutSource: (context, form) => {
      context.body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign out</title></head><body>
<h1>Sign out of the sandbox platform?</h1>${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in</button></body></html>`;
    },
    postLogoutSuccessSource: (context) => {
      context.body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signed out</title></head><body>
<h1>You are signed out of the sandbox platform.</h1></body></html>`;
    },
  };
}
