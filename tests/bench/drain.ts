import { launchSandbox } from '../../sandbox/launch.ts';
import type { ControlClient } from '../../sandbox/control-client.ts';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { openSignedInApp } from './signed-in-app.ts';
import { drainedSecrets } from './drained-secrets.ts';
import { electronProgram, type ElectronProgram } from './electron-program.ts';
import { atLeast, median, type Figure } from './figure.ts';
import type { BareLoopQuestion } from './programs/bare-loop.ts';

declare const window: { readonly kelvin: Bridge };

const entries = 1000;
/** As many as the app lets fly at once. */
const inFlight = 4;
const rounds = 3;

/** A thousand entries that waited, delivered when the platform is back, against the bare requests. */
export async function drainFigures(tell: (words: string) => void): Promise<Figure[]> {
  const program = await electronProgram('bare-loop');
  try {
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round += 1) {
      tell(`draining ${entries} entries, round ${round} of ${rounds}`);
      bare.push(await bareRate(program));
      ours.push(await drainRate());
    }
    return [
      {
        what: `${entries} entries drained`,
        ours: { label: 'this app', unit: 'entries/s', values: ours },
        beside: { label: 'bare loop', unit: 'entries/s', values: bare },
        aim: atLeast(median(ours) / median(bare), 0.7, '0.7'),
        note: `same requests, same network port, ${inFlight} in flight; timed by the platform’s journal, first request to last.`,
      },
    ];
  } finally {
    program.remove();
  }
}

async function drainRate(): Promise<number> {
  const signedIn = await openSignedInApp();
  try {
    const { page } = signedIn.running;
    const { client } = signedIn.sandbox;
    await client.fault({ kind: 'refuse' });
    await page.evaluate(addAll, drainedSecrets(entries));
    await client.clearFaults();
    await page.evaluate(untilEmpty);
    return await rateOf(client);
  } finally {
    await signedIn.close();
  }
}

async function bareRate(program: ElectronProgram): Promise<number> {
  const sandbox = await launchSandbox();
  try {
    const { origin, client } = sandbox;
    const created = await program.ask<number>({
      origin,
      accessToken: await demoToken(origin),
      entries,
      inFlight,
    } satisfies BareLoopQuestion);
    if (created !== entries) throw new Error(`The bare loop created ${created} of ${entries}.`);
    return await rateOf(client);
  } finally {
    await sandbox.stop();
  }
}

/** Entries a second between the arrival of the first create and of the last; each must have been carried out once. */
async function rateOf(client: ControlClient): Promise<number> {
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

/** In the page: adds them as the dialog would. */
async function addAll(secrets: readonly { readonly name: string; readonly value: string }[]): Promise<void> {
  const { request } = window.kelvin;
  const listed = await request['environments.list']({});
  const environmentId = listed.ok ? listed.value.chosen : null;
  if (environmentId === null) throw new Error('No environment is chosen.');
  for (const secret of secrets) {
    const reply = await request['outbox.add']({ environmentId, ...secret });
    if (!reply.ok) throw new Error(reply.code);
  }
}

/** In the page: resolves when nothing waits any more. It asks to send now, so that no pause of the probe is waited for. */
async function untilEmpty(): Promise<void> {
  const { request } = window.kelvin;
  const listed = await request['environments.list']({});
  if (listed.ok && listed.value.chosen !== null) await request['outbox.send-now']({ environmentId: listed.value.chosen });
  for (;;) {
    const status = await request['sync.status']({});
    const counts = status.ok ? status.value[0]?.counts : undefined;
    if (counts !== undefined && Object.values(counts).every((count) => count === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
