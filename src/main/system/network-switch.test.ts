import { expect, test } from 'vitest';
import { rawAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { withSwitch } from './network-switch.ts';

const request = {
  environmentId: 'a' as EnvironmentId, lane: 'write', method: 'POST', url: 'https://a.example/', headers: {},
  deadlineMs: 1, maxBodyBytes: 1,
} as const;

test('while it is off nothing leaves this computer, and each asker is told why', async () => {
  const network = scriptedNetwork(() => rawAnswer(200, ''));
  let off = true;
  const switched = withSwitch(network, () => off);
  expect(await switched.exchange(request)).toEqual({ kind: 'no-answer', reason: 'switched-off', nothingWasSent: true });
  expect([switched.mayBeOnline(), switched.isSwitchedOff?.(), network.requests.length]).toEqual([false, true, 0]);
  off = false;
  expect((await switched.exchange(request)).kind).toBe('answer');
  expect([switched.mayBeOnline(), switched.isSwitchedOff?.(), network.requests.length]).toEqual([true, false, 1]);
});
