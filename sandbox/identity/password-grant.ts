import { errors, type default as Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import type { Account, Accounts } from '../accounts.ts';
import { claimsOf, RESOURCE, resourceServer, SCOPES } from './access-token.ts';
import { isOneTimeCode } from './totp.ts';

interface Params {
  username?: string;
  password?: string;
  scope?: string;
  totp?: string;
}

/**
 * Registers the password grant, which oidc-provider does not have and every published Kelvin client uses. The
 * one-time code is the parameter `totp`. What else a client sends (an empty `code`, `redirect_uri`, …) is
 * ignored.
 */
export function registerPasswordGrant(provider: Provider, accounts: Accounts): void {
  provider.registerGrantType<Params>(
    'password',
    async (context) => {
      const { username, password, totp, scope } = context.oidc.params;
      const account = signIn(accounts, username, password, totp);
      if (account === undefined) throw wrongCredentials();
      context.body = await issue(context, account, granted(scope));
    },
    ['username', 'password', 'totp', 'scope'],
  );
}

/** The account whose user name, password and (where it has one) one-time code these are. */
export function signIn(accounts: Accounts, username = '', password = '', totp = ''): Account | undefined {
  const account = accounts.byLogin(username);
  if (account === undefined || !accounts.hasPassword(account, password)) return undefined;
  if (account.totpSecret !== undefined && !isOneTimeCode(account.totpSecret, totp, Date.now()))
    return undefined;
  return account;
}

/**
 * Keycloak answers wrong credentials with 401, where OAuth itself says 400; clients tell them apart by that.
 */
function wrongCredentials(): errors.InvalidGrant {
  const error = new errors.InvalidGrant('wrong credentials');
  error.status = error.statusCode = 401;
  error.error_description = 'Invalid user credentials';
  return error;
}

function granted(asked = ''): string {
  const known = new Set(SCOPES.split(' '));
  // Keycloak gives email and profile with every token, asked for or not.
  return [...new Set([...asked.split(' ').filter((scope) => known.has(scope)), 'email', 'profile'])].join(
    ' ',
  );
}

async function issue(
  context: TokenEndpointGrantContext<Params>,
  account: Account,
  scope: string,
): Promise<Record<string, unknown>> {
  const { provider, client } = context.oidc;
  const grant = new provider.Grant({ accountId: account.id, clientId: client.clientId });
  grant.addOIDCScope(scope);
  grant.addResourceScope(RESOURCE, scope);
  const whose = { accountId: account.id, client, grantId: await grant.save(), gty: 'password' };

  const access = new provider.AccessToken({ ...whose, scope });
  access.resourceServer = resourceServer(provider);
  context.oidc.entity('AccessToken', access);

  const authTime = Math.floor(Date.now() / 1000);
  const refresh = new provider.RefreshToken({ ...whose, scope, resource: RESOURCE, rotations: 0, authTime });
  context.oidc.entity('RefreshToken', refresh);

  const idToken = new provider.IdToken(
    { sub: account.id, ...claimsOf(account), auth_time: authTime },
    { ctx: context },
  );
  Object.assign(idToken, { scope });
  return {
    access_token: await access.save(),
    expires_in: access.expiration,
    refresh_token: await refresh.save(),
    token_type: 'Bearer',
    scope,
    ...(scope.split(' ').includes('openid') ? { id_token: await idToken.issue({ use: 'idtoken' }) } : {}),
  };
}
