import type { SandboxEnvironment } from './open-profile.ts';

/**
 * The sandbox that `npm start` runs beside a development profile: it is there as an environment, and its demo
 * account on the sign-in screen. Only asked for when unpackaged.
 */
export function sandboxEnvironment(env: Readonly<Record<string, string | undefined>>): SandboxEnvironment | null {
  const origin = env['KELVIN_SECRETS_SANDBOX'];
  return origin === undefined || origin === '' ? null : { origin, userName: 'demo', password: 'demo' };
}
