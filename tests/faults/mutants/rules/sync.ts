import type { Mutant } from '../mutant.ts';

const keeper = 'src/main/sync/gate-keeper.ts';
const keeperTest = 'src/main/sync/gate-keeper.test.ts';
const courier = 'src/main/sync/courier.ts';
const syncTest = 'src/main/sync/sync.test.ts';
const startTest = 'src/main/start/open-profile.test.ts';

/** When it is sent: gates, the start, sleep, and a disk that takes nothing (design §3.2, 9 to 11). */
export const syncMutants: readonly Mutant[] = [
  {
    name: 'gate-open-before-an-answer',
    rule: 'Reachable means an authenticated answer: nothing is open before one came.',
    file: keeper,
    search: "let gate: Gate = { kind: 'unproven' };",
    replacement: "let gate: Gate = { kind: 'open' };",
    test: { file: keeperTest, titles: ['nothing is open before the platform answered'] },
  },
  {
    name: 'link-believed-by-the-gate',
    rule: 'isOnline() is believed only when it says no: a link that comes up opens nothing.',
    file: keeper,
    search: "if (gate.kind === 'open' || gate.kind === 'sign-in') set({ kind: 'unproven' }, probeAt);",
    replacement: "if (gate.kind !== 'sign-in') set({ kind: 'open' }, probeAt);",
    test: { file: keeperTest, titles: ['a link that comes up is a reason to try, and opens nothing'] },
  },
  {
    name: 'wait-taken-back',
    rule: 'What was asked before the platform said “wait” does not take that back.',
    file: keeper,
    search: "if (isHeld() && news.kind !== 'throttled' && news.kind !== 'sign-in') return;",
    replacement: '',
    test: {
      file: keeperTest,
      titles: ['what was asked before the platform said "wait" does not take that back'],
    },
  },
  {
    name: 'shorter-wait-wins',
    rule: 'It is waited as long as the longest wait that was asked for.',
    file: keeper,
    search: "Math.max(clock.now() + news.ms, gate.kind === 'throttled' ? gate.until : 0)",
    replacement: 'clock.now() + news.ms',
    test: { file: keeperTest, titles: ['it is waited as long as the longest wait that was asked for'] },
  },
  {
    name: 'tries-that-never-grow-rarer',
    rule: 'The tries at a shut gate grow rarer.',
    file: keeper,
    search: '    setbacks += 1;\n',
    replacement: '',
    test: { file: keeperTest, titles: ['the tries grow rarer, and a knock gives them a new start'] },
  },
  {
    name: 'tries-without-a-cap',
    rule: 'No delay is longer than five minutes.',
    file: 'src/main/sync/backoff.ts',
    search: 'Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.min(setbacks, 20))',
    replacement: 'backoffBaseMs * 2 ** Math.min(setbacks, 20)',
    test: { file: keeperTest, titles: ['the tries grow rarer, and a knock gives them a new start'] },
  },
  {
    name: 'clock-believed-after-a-jump',
    rule: 'What was measured of the platform’s clock says nothing once our own was set.',
    file: 'src/main/sync/platform-clock.ts',
    search: 'return drift > clockSkewMs ? null : last.offsetMs;',
    replacement: 'return last.offsetMs + 0 * drift;',
    test: {
      file: 'src/main/sync/platform-clock.test.ts',
      titles: ['it says nothing any more once our own clock was set, or slept'],
    },
  },
  {
    name: 'one-gate-for-all',
    rule: 'The gate of one environment shuts no other.',
    file: 'src/main/sync/sync.ts',
    search: 'hear: (environmentId, news) => couriers.get(environmentId)?.hear(news),',
    replacement: 'hear: (_environmentId, news) => each((courier) => courier.hear(news)),',
    test: { file: syncTest, titles: ['the gate of one environment shuts no other'] },
  },
  {
    name: 'link-believed-by-the-courier',
    rule: 'A link that comes up is a reason to probe, never to send.',
    file: courier,
    search: 'else if (!isOpen() || afterMs > 0) keeper.nudge(afterMs);',
    replacement: "else keeper.hear({ kind: 'reached' });",
    test: {
      file: syncTest,
      titles: ['a link that comes up opens nothing: the platform itself must answer first'],
    },
  },
  {
    name: 'missing-link-not-believed',
    rule: 'A system that says there is no link is believed.',
    file: courier,
    search: 'if (!ports.network.mayBeOnline()) {',
    replacement: 'if (ports.network === undefined) {',
    test: { file: syncTest, titles: ['a system that says there is no link is believed: nothing is asked'] },
  },
  {
    name: 'everything-at-once',
    rule: 'At most four requests of one environment are under way.',
    file: courier,
    search: 'const inFlightAtMost = 4;',
    replacement: 'const inFlightAtMost = 400;',
    test: { file: syncTest, titles: ['at most four requests of one environment are under way'] },
  },
  {
    name: 'slept-through',
    rule: 'What is under way is broken off when the system goes to sleep.',
    file: courier,
    search: '      suspended = true;\n      breakOff();\n',
    replacement: '      suspended = true;\n',
    test: { file: syncTest, titles: ['what is under way is broken off when the system goes to sleep'] },
  },
  {
    name: 'left-in-sending',
    rule: 'Whatever goes wrong after an attempt began, its entry does not stay in sending.',
    file: courier,
    search: '          await record(() => log.leaveUncertain(entry.sequence));\n',
    replacement: '',
    test: {
      file: syncTest,
      titles: ['an attempt that ends in a fault of our own is uncertain, not left in sending'],
    },
  },
  {
    name: 'answer-dropped-on-a-full-disk',
    rule: 'An answer is kept until the disk takes it.',
    file: courier,
    search: '      if (stopped) return false;\n',
    replacement: '      return false;\n',
    test: {
      file: syncTest,
      titles: ['an answer is kept until the disk takes it: it is known to nobody else'],
    },
  },
  {
    name: 'sent-through-a-shut-gate',
    rule: 'A gate that shut while it was looked for holds back what was not sent yet.',
    file: 'src/main/sync/carry.ts',
    search: '  if (ports.isHeldBack()) return nothing;\n  const deadlineMs',
    replacement: '  const deadlineMs',
    test: {
      file: 'src/main/sync/carry.test.ts',
      titles: ['sends nothing once the gate shut, not even what was looked for before'],
    },
  },
  {
    name: 'start-without-recovery',
    rule: 'What a stopped app left in sending is uncertain before anything looks at it.',
    file: 'src/main/start/open-profile.ts',
    search: '  outbox.attempts.recover();\n',
    replacement: '',
    test: {
      file: startTest,
      titles: ['what a stopped app left in sending is uncertain before anything looks at it'],
    },
  },
  {
    name: 'start-that-tells-no-loss',
    rule: 'A start tells what was acknowledged and is not here any more.',
    file: 'src/main/start/open-profile.ts',
    search: '  noteMissing();\n',
    replacement: '',
    test: {
      file: startTest,
      titles: ['what was acknowledged and is not here any more is told once, and what is here has a receipt'],
    },
  },
  {
    name: 'wait-cut-short-by-a-link',
    rule: 'What the platform asked for outlasts a link that comes and goes.',
    file: 'src/main/sync/gate-keeper.ts',
    search: "if (!isHeld() && gate.kind !== 'sign-in') knock(afterMs);",
    replacement: 'knock(afterMs);',
    test: {
      file: syncTest,
      titles: ['a link that comes up does not shorten the wait that the platform asked for'],
    },
  },
  {
    name: 'throttled-round-and-round',
    rule: 'An entry that always meets the same has its own backoff, so that it neither throttles others nor loops hot.',
    file: 'src/main/sync/carry.ts',
    search: "log.backToWaiting(entry, 'throttled', 'throttled', again(ports, entry, 'throttled'))",
    replacement: "log.backToWaiting(entry, 'throttled', 'throttled', { at: null, setback: false })",
    test: {
      file: 'src/main/sync/carry.test.ts',
      titles: ['an entry that is asked to wait a second time in a row waits longer than it was asked to'],
    },
  },
  {
    name: 'jump-in-fractions',
    rule: 'A clock that is set is no trouble of the app: every time in the database is in whole milliseconds.',
    file: courier,
    search: 'const jumpMs = Math.trunc(difference - wallMinusMonotonic);',
    replacement: 'const jumpMs = difference - wallMinusMonotonic;',
    test: {
      file: 'tests/contract/clock-jump.test.ts',
      titles: ['a clock that is set back by a fraction of a millisecond as well is no trouble in the app'],
    },
  },
  {
    name: 'gate-follows-the-disk',
    rule: 'The gate follows a clock that was set at once, whatever the disk takes.',
    file: courier,
    search: "      setBackMs -= jumpMs;\n      keeper.clockSetBack(-jumpMs);\n    }\n",
    replacement: "      setBackMs -= jumpMs;\n    }\n",
    test: {
      file: 'tests/contract/clock-jump.test.ts',
      titles: ['a clock that is set back by a fraction of a millisecond as well is no trouble in the app'],
    },
  },
  {
    name: 'probed-again-while-asked-to-wait',
    rule: 'What the platform asked to wait is waited for by a probe whose token was renewed meanwhile.',
    file: courier,
    search: "    if (keeper.isHeld) return nothing;\n    const second",
    replacement: "    const second",
    test: {
      file: syncTest,
      titles: ['a probe whose token is renewed does not ask again where the platform asked to wait meanwhile'],
    },
  },
];
