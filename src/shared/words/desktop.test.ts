import { expect, test } from 'vitest';
import type { OpenOverview } from '../overview.ts';
import { neededNotice } from './desktop.ts';

const overview: OpenOverview = {
  kind: 'open', environments: [], chosen: null, worksOffline: false, sendable: 2, signIns: [], delivered: 0,
  counts: { waiting: 2, sending: 0, uncertain: 0, needsAttention: 1, held: 0 },
};

test('that the rest goes on by itself is said only where something of it does', () => {
  const goesOn = /What else waits goes on by itself/;
  expect(neededNotice(overview).body).toMatch(goesOn);
  expect(neededNotice({ ...overview, worksOffline: true }).body).not.toMatch(goesOn);
  expect(neededNotice({ ...overview, sendable: 0 }).body).not.toMatch(goesOn);
});
