import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { MenuCommand } from '../../shared/menu-command.ts';
import type { OpenOverview } from '../../shared/overview.ts';
import type { OutboxCounts } from '../../shared/sync-status.ts';
import { createNotifier, type Notifier } from './notifier.ts';

const plant = 'a' as EnvironmentId;

let clock: VirtualClock;
let shown: { title: string; body: string; click: () => void }[];
let cleared: number;
let opened: MenuCommand[];
let attended: boolean;
let wanted: boolean;
let notifier: Notifier;

beforeEach(() => {
  clock = new VirtualClock();
  shown = [];
  cleared = 0;
  opened = [];
  attended = false;
  wanted = true;
  notifier = createNotifier({
    clock,
    port: { supported: true, show: (notice, click) => shown.push({ ...notice, click }), clear: () => (cleared += 1) },
    isAttended: () => attended,
    isWanted: () => wanted,
    open: (command) => opened.push(command),
  });
});

function see(counts: Partial<OutboxCounts>, more: Partial<OpenOverview> = {}): void {
  const nothing = { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0 };
  notifier.see({
    kind: 'open', environments: [{ id: plant, label: 'Plant A' }], chosen: plant, worksOffline: false, signIns: [], delivered: 0,
    sendable: (counts.waiting ?? 0) + (counts.uncertain ?? 0),
    ...more,
    counts: { ...nothing, ...counts },
  });
}
const titles = (): string[] => shown.map(({ title }) => title);

describe('that everything arrived', () => {
  test('is told once for a thousand, when the last one is there', () => {
    see({ waiting: 1000 });
    for (let left = 999; left > 0; left--) {
      see({ waiting: left - 1, sending: 1 }, { delivered: 1000 - left });
      clock.pass(10);
    }
    see({}, { delivered: 1000 });
    expect(shown).toEqual([]);
    clock.pass(1_500);
    expect(shown).toMatchObject([{ title: 'Everything arrived', body: 'The platform has confirmed 1,000 entries.' }]);
    see({}, { delivered: 1000 });
    clock.pass(60_000);
    expect(shown).toHaveLength(1);
  });

  test('is not told where the last one was discarded and nothing arrived', () => {
    see({ waiting: 1 });
    see({});
    clock.pass(60_000);
    expect(shown).toEqual([]);
  });

  test('is not told of an outbox that had nothing', () => {
    see({});
    see({}, { delivered: 3 });
    clock.pass(60_000);
    expect(shown).toEqual([]);
  });

  test('is not told while another one comes at once; then it counts both', () => {
    see({ waiting: 1 });
    see({}, { delivered: 1 });
    clock.pass(1_000);
    see({ waiting: 1 }, { delivered: 1 });
    clock.pass(1_000);
    expect(shown).toEqual([]);
    see({}, { delivered: 2 });
    clock.pass(1_500);
    expect(shown).toMatchObject([{ body: 'The platform has confirmed 2 entries.' }]);
  });

  test('counts anew for the next batch', () => {
    see({ waiting: 2 });
    see({}, { delivered: 2 });
    clock.pass(1_500);
    see({ waiting: 1 }, { delivered: 2 });
    see({}, { delivered: 3 });
    clock.pass(1_500);
    expect(shown.map(({ body }) => body)).toEqual([
      'The platform has confirmed 2 entries.',
      'The platform has confirmed 1 entry.',
    ]);
  });

  test('says what did not go', () => {
    see({ waiting: 2, held: 1 });
    see({ held: 1 }, { delivered: 2 });
    clock.pass(1_500);
    expect(shown).toMatchObject([
      { title: 'Nothing is on its way any more', body: 'The platform has confirmed 2 entries. 1 is on hold.' },
    ]);
  });

  test('leads to the Outbox, where the history is', () => {
    see({ waiting: 1 });
    see({}, { delivered: 1 });
    clock.pass(1_500);
    shown[0]?.click();
    expect(opened).toEqual([{ kind: 'outbox' }]);
  });
});

describe('that somebody is needed', () => {
  test('is told once, however many come after it, until the person was there', () => {
    see({ waiting: 3 });
    see({ waiting: 2, needsAttention: 1 });
    clock.pass(1_500);
    see({ waiting: 1, needsAttention: 2 });
    clock.pass(60_000);
    expect(titles()).toEqual(['1 entry needs you']);
    notifier.attended();
    expect(cleared).toBe(1);
    see({ needsAttention: 2, waiting: 1 });
    clock.pass(60_000);
    expect(shown).toHaveLength(1);
    see({ needsAttention: 3 });
    clock.pass(1_500);
    expect(titles()).toEqual(['1 entry needs you', '3 entries need you']);
  });

  test('is not told of what stood there when the app was unlocked', () => {
    see({ needsAttention: 2 });
    clock.pass(60_000);
    expect(shown).toEqual([]);
  });

  test('is told again where it was settled and comes anew', () => {
    see({ waiting: 1 });
    see({ needsAttention: 1 });
    clock.pass(1_500);
    see({});
    see({ waiting: 1 });
    see({ needsAttention: 1 });
    clock.pass(1_500);
    expect(shown).toHaveLength(2);
  });

  test('also where something waits for a sign-in, which it leads to', () => {
    see({ waiting: 2 });
    see({ waiting: 2 }, { signIns: [plant] });
    clock.pass(1_500);
    expect(titles()).toEqual(['Sign in to send']);
    shown[0]?.click();
    expect(opened).toEqual([{ kind: 'sign-in', environmentId: plant }]);
  });

  test('goes before that the rest arrived: one notification, not two', () => {
    see({ waiting: 2 });
    see({ needsAttention: 1 }, { delivered: 1 });
    clock.pass(60_000);
    expect(titles()).toEqual(['1 entry needs you']);
    shown[0]?.click();
    expect(opened).toEqual([{ kind: 'outbox' }]);
  });
});

test('what settles by itself is not told', () => {
  see({ waiting: 1 });
  see({ waiting: 1 }, { signIns: [plant] });
  clock.pass(1_000);
  see({ waiting: 1 });
  clock.pass(60_000);
  expect(shown).toEqual([]);
});

test('nothing is told to who is looking at the window, and not later either', () => {
  attended = true;
  see({ waiting: 2 });
  see({ needsAttention: 1 }, { delivered: 1 });
  clock.pass(1_500);
  attended = false;
  see({ needsAttention: 1 }, { delivered: 1 });
  clock.pass(60_000);
  expect(shown).toEqual([]);
});

test('nothing is told where the person switched it off', () => {
  wanted = false;
  see({ waiting: 2 });
  see({ needsAttention: 1 }, { delivered: 1 });
  clock.pass(60_000);
  expect(shown).toEqual([]);
});

test('a locked app tells nothing, and takes away what stands there', () => {
  see({ waiting: 2 });
  see({ needsAttention: 1 }, { delivered: 1 });
  notifier.see({ kind: 'closed', why: 'locked' });
  clock.pass(60_000);
  expect(shown).toEqual([]);
  expect(cleared).toBe(1);
});
