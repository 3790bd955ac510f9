// The yardstick for draining: the same requests over the product's own network port, in the same Electron, with the
// same number in flight, and nothing else: no outbox, no records, no window.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { app } from 'electron';
import { systemClock } from '../../../src/main/system/clock.ts';
import { createNetwork } from '../../../src/main/system/network.ts';
import { drainedSecrets } from '../drained-secrets.ts';
import { watchResolutionMs } from '../event-loop.ts';
import type { EnvironmentId } from '../../../src/shared/environment.ts';

export interface BareLoopQuestion {
  readonly origin: string;
  readonly accessToken: string;
  readonly entries: number;
  readonly inFlight: number;
}

export interface BareLoopAnswer {
  readonly created: number;
  /** From the first request to the last answer, ms. */
  readonly elapsedMs: number;
  /** p99 of the event loop's delay meanwhile, ms. */
  readonly delay: number;
}

// As the product does for the whole app.
app.commandLine.appendSwitch('disable-http2');
app.commandLine.appendSwitch('disable-quic');

async function loop({ origin, accessToken, entries, inFlight }: BareLoopQuestion): Promise<BareLoopAnswer> {
  const network = createNetwork({
    clock: systemClock,
    allowHttpLoopback: true,
    proxyLogins: { answerTo: () => null },
    clientCertificates: { answerTo: () => null, refused: () => undefined, version: () => 0 },
    allowedOrigins: () => [origin],
  });
  const left = drainedSecrets(entries).reverse();
  let created = 0;
  const lane = async (): Promise<void> => {
    for (let secret = left.pop(); secret !== undefined; secret = left.pop()) {
      const exchange = await network.exchange({
        environmentId: 'bench' as EnvironmentId,
        lane: 'write',
        method: 'POST',
        url: `${origin}/api/v4/secrets/create`,
        headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
        body: new TextEncoder().encode(JSON.stringify(secret)),
        deadlineMs: 30_000,
        maxBodyBytes: 64 * 1024,
      });
      if (exchange.kind === 'answer' && exchange.status === 201) created += 1;
    }
  };
  const watch = monitorEventLoopDelay({ resolution: watchResolutionMs });
  watch.enable();
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const elapsedMs = performance.now() - begun;
  watch.disable();
  return { created, elapsedMs, delay: watch.percentile(99) / 1e6 };
}

void app.whenReady().then(async () => {
  const answer = await loop(JSON.parse(process.env['BENCH_QUESTION'] ?? '') as BareLoopQuestion);
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => app.exit(0));
});
