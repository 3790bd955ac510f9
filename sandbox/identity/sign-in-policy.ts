import { interactionPolicy, type default as Provider, type KoaContextWithOIDC } from 'oidc-provider';
import { RESOURCE, SCOPES } from './access-token.ts';

/** Requests whose browser session belongs to a session that was ended in an app. */
const endedElsewhere = new WeakSet<KoaContextWithOIDC>();

/**
 * The platform's own client is trusted with what it asks for: signing in is all that a person is asked.
 * Signing out in an app ends the browser's session too, as Keycloak's does, so the next sign-in asks again.
 */
export function signInOnly(): ReturnType<typeof interactionPolicy.base> {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const ended = new interactionPolicy.Check(
    'session_ended',
    'The session was ended in an app',
    'login_required',
    (context) => endedElsewhere.has(context),
  );
  policy.get('login')?.checks.add(ended);
  return policy;
}

/** The grant of this browser's session, or a new one when the person has just signed in. */
export async function loadExistingGrant(
  context: KoaContextWithOIDC,
): Promise<InstanceType<Provider['Grant']> | undefined> {
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
