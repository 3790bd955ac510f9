// The main process of a minimal Electron app that does nothing but carry out exchanges over the product's own
// network port, on request of the test that started it (by Node's IPC). Bundled by network-probe.ts.
import { app, net, session } from 'electron';
import { createClientCertificates } from '../../src/main/system/client-certificates.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { createProxyLogins } from '../../src/main/system/proxy-logins.ts';
import { createNetwork } from '../../src/main/system/network.ts';
import type { ProbeAnswer, ProbeQuestion } from './network-probe.ts';

// As the product does for the whole app (docs/decisions/0003), unless a test shows what happens without it.
if (!app.commandLine.hasSwitch('probe-keeps-http2')) {
  app.commandLine.appendSwitch('disable-http2');
  app.commandLine.appendSwitch('disable-quic');
}

const signals = new Map<number, AbortController>();

function signalFor(id: number): AbortSignal {
  const controller = new AbortController();
  signals.set(id, controller);
  return controller.signal;
}

function start(): void {
  let allowed: readonly string[] = [];
  const proxyLogins = createProxyLogins(() => undefined);
  const clientCertificates = createClientCertificates(() => undefined);
  const network = createNetwork({ clock: systemClock, allowHttpLoopback: true, allowedOrigins: () => allowed, proxyLogins, clientCertificates });

  async function answer(question: ProbeQuestion): Promise<ProbeAnswer['result']> {
    switch (question.kind) {
      case 'allow':
        allowed = question.origins;
        return null;
      case 'abort':
        signals.get(question.of)?.abort();
        return null;
      case 'naive-post':
        return naivePost(question.url, signalFor(question.id));
      case 'exchange': {
        const { body, ...request } = question.request;
        const exchange = await network.exchange({
          ...request,
          ...(body === undefined ? {} : { body: Buffer.from(body, 'base64') }),
          signal: signalFor(question.id),
        });
        return exchange.kind === 'answer' ? { ...exchange, body: Buffer.from(exchange.body).toString('base64') } : exchange;
      }
    }
  }

  process.on('message', (question: ProbeQuestion) => {
    void answer(question).then((result) => process.send?.({ id: question.id, result } satisfies ProbeAnswer));
  });
  process.on('disconnect', () => app.exit(0));
  process.send?.({ id: 0, result: null } satisfies ProbeAnswer);
}

/** What a write would be without the product's care: `connection: close` on one session for all, nothing else. */
function naivePost(url: string, signal: AbortSignal): Promise<ProbeAnswer['result']> {
  return new Promise((resolve) => {
    const request = net.request({ method: 'POST', url, session: session.fromPartition('naive'), credentials: 'omit' });
    request.setHeader('connection', 'close');
    const finish = () => resolve(null);
    signal.addEventListener('abort', () => request.abort());
    request.on('response', (response) => {
      response.on('data', () => undefined);
      response.on('error', finish);
      response.on('end', finish);
    });
    request.on('error', finish);
    request.on('abort', finish);
    request.end();
  });
}

app.whenReady().then(start).catch(() => app.exit(1));
