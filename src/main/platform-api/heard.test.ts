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
      clock.pass(4_000);
      return jsonAnswer(200, {}, { date: 'Tue, 24 Nov 2026 09:10:02 GMT' });
    });
    // Ours was 9:00:02 in the middle; theirs 9:10:02 and, on the average, half a second.
    expect((await hear(network, clock, request)).clockOffsetMs).toBe(600_500);
  });

  test.each([
    ['without a Date', jsonAnswer(200, {})],
    ['with an unreadable Date', jsonAnswer(200, {}, { date: 'yesterday' })],
    ['without an answer', noAnswer('timeout')],
  ])('is unknown %s', async (_, exchange) => {
    expect((await hear(scriptedNetwork(() => exchange), new VirtualClock(), request)).clockOffsetMs).toBeNull();
  });
});
