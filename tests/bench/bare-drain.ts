import { launchSandbox } from '../../sandbox/launch.ts';
import type { ControlClient } from '../../sandbox/control-client.ts';
import type { ElectronProgram } from './electron-program.ts';
import type { BareLoopAnswer, BareLoopQuestion } from './programs/bare-loop.ts';

/** As many as the app lets fly at once. */
export const inFlight = 4;

/** The yardstick: the same requests by a bare loop, against a sandbox of its own. */
export async function bareDrain(program: ElectronProgram, entries: number): Promise<BareLoopAnswer & { readonly rate: number }> {
  const sandbox = await launchSandbox();
  try {
    const { origin, client } = sandbox;
    const accessToken = await demoToken(origin);
    const answer = await program.ask<BareLoopAnswer>({ origin, accessToken, entries, inFlight } satisfies BareLoopQuestion);
    if (answer.created !== entries) throw new Error(`The bare loop created ${answer.created} of ${entries}.`);
    return { ...answer, rate: await createRate(client, entries) };
  } finally {
    await sandbox.stop();
  }
}

/** Entries a second between the arrival of the first create and of the last; each must have been carried out once. */
export async function createRate(client: ControlClient, entries: number): Promise<number> {
  const creates = await client.journal({ operation: 'create' });
  const done = creates.filter(({ committed }) => committed).length;
  if (creates.length !== entries || done !== entries) throw new Error(`${creates.length} creates arrived, ${done} were carried out.`);
  const times = creates.map(({ time }) => Date.parse(time));
  return ((entries - 1) / (Math.max(...times) - Math.min(...times))) * 1000;
}

async function demoToken(origin: string): Promise<string> {
  const form = { grant_type: 'password', client_id: 'kelvin-client', username: 'demo', password: 'demo', scope: 'openid' };
  const answer = await fetch(`${origin}/auth/realms/kelvin/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
}
