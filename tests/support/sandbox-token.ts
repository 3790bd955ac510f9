import type { Network } from '../../src/main/system/network-port.ts';
import type { EnvironmentId } from '../../src/shared/environment.ts';

/** An access token of one of the sandbox's built-in accounts, whose passwords are their names. */
export async function signInToSandbox(network: Network, origin: string, user: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'password', client_id: 'kelvin-client', username: user, password: user, scope: 'openid' });
  const exchange = await network.exchange({
    environmentId: 'sandbox-token' as EnvironmentId,
    lane: 'write',
    method: 'POST',
    url: `${origin}/auth/realms/kelvin/protocol/openid-connect/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new TextEncoder().encode(form.toString()),
    deadlineMs: 20_000,
    maxBodyBytes: 1024 * 1024,
  });
  if (exchange.kind !== 'answer' || exchange.status !== 200) throw new Error(`The sandbox did not sign ${user} in`);
  return (JSON.parse(new TextDecoder().decode(exchange.body)) as { access_token: string }).access_token;
}
