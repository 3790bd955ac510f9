import { expect, test } from 'vitest';
import { rawAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Exchange, NetworkRequest } from './network-port.ts';
import { withSwitch } from './network-switch.ts';

const request = {
  environmentId: 'a' as EnvironmentId, lane: 'write', method: 'POST', url: 'https://a.example/', headers: {},
  deadlineMs: 1, maxBodyBytes: 1,
} as const;
const nothingSent = { kind: 'no-answer', reason: 'switched-off', nothingWasSent: true };

/** A network that answers nothing by itself; each request ends when it is broken off. */
function hangingNetwork(atTheEnd: Exchange) {
  let hungUp = 0;
  const network = scriptedNetwork(
    ({ signal }: NetworkRequest) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve(atTheEnd))),
  );
  return { ...network, hangUp: () => (hungUp += 1), hungUp: () => hungUp };
}

test('while it is off nothing leaves this computer, and each asker is told why', async () => {
  const inner = scriptedNetwork(() => rawAnswer(200, ''));
  const { network, networkSwitch } = withSwitch(inner, true, () => undefined);
  expect(await network.exchange(request)).toEqual(nothingSent);
  expect([network.mayBeOnline(), network.isSwitchedOff?.(), inner.requests.length]).toEqual([false, true, 0]);
  networkSwitch.set(false);
  expect((await network.exchange(request)).kind).toBe('answer');
  expect([network.mayBeOnline(), network.isSwitchedOff?.(), inner.requests.length]).toEqual([true, false, 1]);
});

test('what is under way is broken off, its connections too, and each asker is told whether something had left', async () => {
  const sent = { kind: 'no-answer', reason: 'aborted', nothingWasSent: false } as const;
  for (const before of [sent, { ...sent, nothingWasSent: true }]) {
    const inner = hangingNetwork(before);
    const { network, networkSwitch } = withSwitch(inner, false, () => undefined);
    const asking = [network.exchange(request), network.exchange({ ...request, signal: new AbortController().signal })];
    networkSwitch.set(true);
    expect(inner.requests.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
    expect(await Promise.all(asking)).toEqual([1, 2].map(() => ({ ...nothingSent, nothingWasSent: before.nothingWasSent })));
    expect(inner.hungUp()).toBe(1);
  }
});

test('what was broken off is not taken up again when the network is switched on at once', async () => {
  const inner = hangingNetwork({ kind: 'no-answer', reason: 'aborted', nothingWasSent: true });
  const { network, networkSwitch } = withSwitch(inner, false, () => undefined);
  const asking = network.exchange(request);
  networkSwitch.set(true);
  networkSwitch.set(false);
  expect(await asking).toEqual(nothingSent);
  expect(inner.requests.length).toBe(1);
});

test('an asker that gives up is not told that the person works offline', async () => {
  const aborted = { kind: 'no-answer', reason: 'aborted', nothingWasSent: false } as const;
  const { network } = withSwitch(hangingNetwork(aborted), false, () => undefined);
  const giveUp = new AbortController();
  const asking = network.exchange({ ...request, signal: giveUp.signal });
  giveUp.abort();
  expect(await asking).toEqual(aborted);
});

test('a disk that does not take it leaves the network off, whichever way it was to be switched', async () => {
  const inner = scriptedNetwork(() => rawAnswer(200, ''));
  const full = (): never => {
    throw new Error('disk full');
  };
  const { network, networkSwitch } = withSwitch(inner, false, full);
  expect(() => networkSwitch.set(true)).toThrow('disk full');
  expect(await network.exchange(request)).toEqual(nothingSent);
  expect(() => networkSwitch.set(false)).toThrow('disk full');
  expect([networkSwitch.isOff, await network.exchange(request), inner.requests.length]).toEqual([true, nothingSent, 0]);
});
