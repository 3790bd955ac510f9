import { drainedSecrets } from './drained-secrets.ts';
import { atMost, percentile, type Figure } from './figure.ts';
import { addAll, timeToAdd } from './outbox-page.ts';
import { openSignedInApp, type SignedInApp } from './signed-in-app.ts';

const waiting = 10_000;
/** Asked for in turns, some here and some there, so that both meet the same machine. */
const turns = 20;
const perTurn = 50;

/** Whether it matters to an Add how many entries wait already. */
export async function enqueueFigures(tell: (words: string) => void): Promise<Figure[]> {
  const apps: SignedInApp[] = [];
  try {
    const [few, many] = [await openCutOff(apps), await openCutOff(apps)];
    tell(`filling one of two apps with ${waiting} entries`);
    await addAll(many.running.page, drainedSecrets(waiting, 'filled'));
    tell(`asking both for ${turns * perTurn} more, in turns`);
    const [ofFew, ofMany]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns; turn += 1) {
      const secrets = drainedSecrets(perTurn, `asked-${turn}`);
      ofFew.push(...(await timeToAdd(few.running.page, secrets)));
      ofMany.push(...(await timeToAdd(many.running.page, secrets)));
    }
    return [50, 99].map((share) => figureOf(percentile(ofMany, share), percentile(ofFew, share), share));
  } finally {
    for (const app of apps) await app.close();
  }
}

function figureOf(many: number, few: number, share: number): Figure {
  return {
    what: `Add asked of main → durable, ${waiting} waiting, p${share}`,
    ours: { label: 'this app', unit: 'ms', values: [many] },
    beside: { label: 'none waiting', unit: 'ms', values: [few] },
    aim: share === 99 ? atMost(many / few, 1.2, '1.2') : null,
    note: share === 50 ? `n=${turns * perTurn} each, the same app beside itself; up to ${turns * perTurn} wait where none did.` : null,
  };
}

async function openCutOff(apps: SignedInApp[]): Promise<SignedInApp> {
  const app = await openSignedInApp();
  apps.push(app);
  await app.sandbox.client.refuse();
  return app;
}
