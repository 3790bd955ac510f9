import { describe, expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import { jsonAnswer, noAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { hear } from './heard.ts';

const request = {
  environmentId: 'e' as EnvironmentId,
  lane: 'read',
  method: 'GET',
  url: 'https://p.example/',
  headers: {},
  deadlineMs: 1,
  maxBodyBytes: 1,
} as const;

describe('the platform\'s clock', () => {
  test('is measured against the middle of the exchange', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 10, 24, 9, 0, 0));
    const network = scriptedNetwork(() => {
      clock.pass(2_000);
      return jsonAnswer(200, {}, { date: 'Tue, 24 Nov 2026 09:10:01 GMT' });
    });
    // Ours was 9:00:01 in the middle; theirs 9:10:01 and, on the average, half a second.
    expect((await hear(network, clock, request)).clockOffsetMs).toBe(600_500);
  });

  test.each([
    ['after a slow exchange, since its Date may be of any moment of it', (clock: VirtualClock) => clock.pass(14_000)],
    ['when our clock was set forward meanwhile', (clock: VirtualClock) => clock.setWall(clock.now() + 3_600_000)],
    ['when our clock was set back meanwhile', (clock: VirtualClock) => clock.setWall(clock.now() - 3_600_000)],
  ])('is unknown %s', async (_, meanwhile) => {
    const clock = new VirtualClock(Date.UTC(2026, 10, 24, 9, 0, 0));
    const network = scriptedNetwork(() => {
      meanwhile(clock);
      return jsonAnswer(200, {}, { date: 'Tue, 24 Nov 2026 09:10:01 GMT' });
    });
    expect((await hear(network, clock, request)).clockOffsetMs).toBeNull();
  });

  test.each([
    ['without a Date', jsonAnswer(200, {})],
    ['with an unreadable Date', jsonAnswer(200, {}, { date: 'yesterday' })],
    ['without an answer', noAnswer('timeout')],
  ])('is unknown %s', async (_, exchange) => {
    expect((await hear(scriptedNetwork(() => exchange), new VirtualClock(), request)).clockOffsetMs).toBeNull();
  });
});
