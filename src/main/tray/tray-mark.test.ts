import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { OpenOverview } from '../../shared/overview.ts';
import { markedPicture, trayMark } from './tray-mark.ts';

const nothing: OpenOverview = {
  kind: 'open', environments: [], chosen: null, worksOffline: false, sendable: 0, signIns: [], delivered: 7,
  counts: { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0 },
};

it('counts what is in the outbox, and only what needs a person where something does', () => {
  expect(trayMark(nothing)).toBeNull();
  const waiting = { ...nothing, counts: { waiting: 3, sending: 1, uncertain: 1, needsAttention: 0, held: 2 } };
  expect(trayMark(waiting)).toEqual({ tone: 'waits', count: 7 });
  expect(trayMark({ ...waiting, counts: { ...waiting.counts, needsAttention: 2 } })).toEqual({ tone: 'needs', count: 2 });
  expect(trayMark({ ...waiting, signIns: ['a' as EnvironmentId] })).toEqual({ tone: 'needs', count: 1 });
});

it('tells nothing of an app that is locked', () => {
  expect(trayMark({ kind: 'closed', why: 'locked' })).toBeNull();
});

it('has a picture for each', () => {
  const folder = join(import.meta.dirname, '../../../resources/icons/tray');
  for (const size of [16, 22] as const) {
    for (const mark of [null, ...(['waits', 'needs'] as const).flatMap((tone) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 5_000].map((count) => ({ tone, count })))]) {
      expect(existsSync(join(folder, markedPicture(size, mark))), markedPicture(size, mark)).toBe(true);
    }
  }
});
