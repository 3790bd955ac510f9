import fc from 'fast-check';
import { openStatuses, refusingStatuses, tellFault, type Fault, type Where } from './fault.ts';
import type { Identity, Operation, Permission, Who } from './platform.ts';

/**
 * One thing that a person, the computer, the network or the platform does. `pick` chooses among what is there at
 * that moment, so that any list of commands means something, and a shorter one too.
 */
export type Command =
  | { readonly do: 'add'; readonly name: number }
  | { readonly do: 'replace' | 'delete'; readonly pick: number }
  | { readonly do: 'change-value' | 'discard'; readonly pick: number }
  | { readonly do: 'rename'; readonly pick: number; readonly name: number }
  | { readonly do: 'hold'; readonly pick: number; readonly held: boolean }
  | { readonly do: 'resolve'; readonly pick: number; readonly choice: number }
  | { readonly do: 'send-now' | 'sign-out' | 'claim' | 'end-sessions' | 'reject-tokens' | 'restart' | 'clear-faults' }
  | { readonly do: 'sign-in'; readonly as: 'ana' | 'ben' }
  /** Goes to the next appointment, lets so many awaits happen, and the process is gone. */
  | { readonly do: 'kill'; readonly awaits: number }
  | { readonly do: 'sleep'; readonly ms: number; readonly told: boolean; readonly wakes: boolean }
  | { readonly do: 'set-wall' | 'platform-clock'; readonly ms: number }
  | { readonly do: 'link'; readonly up: boolean }
  | { readonly do: 'elsewhere'; readonly operation: Operation; readonly name: number; readonly who: Who }
  | { readonly do: 'permissions'; readonly who: 'ana' | 'ben'; readonly may: readonly Permission[] }
  | { readonly do: 'list-lag'; readonly ms: number }
  | { readonly do: 'identity'; readonly identity: Identity }
  | { readonly do: 'fault'; readonly fault: Fault; readonly where: Where; readonly times: number }
  | { readonly do: 'disk-full'; readonly commits: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'steps'; readonly steps: number }
  /** Goes to the next appointment and lets only so many awaits happen before the next command. */
  | { readonly do: 'awaits'; readonly awaits: number };

/** Parts of one another, because the platform's search finds parts. */
export const names = ['db', 'db-pass', 'mqtt', 'db-pass-2'];

const name = fc.nat(names.length - 1);
const pick = fc.nat(7);
const flag = fc.boolean();
const hour = 3_600_000;

const notSent = fc.constantFrom('refused', 'unreachable', 'name-not-found', 'proxy', 'certificate').map((reason) => ({ kind: 'not-sent' as const, reason: reason as Extract<Fault, { kind: 'not-sent' }>['reason'] }));
const lateMs = fc.oneof(fc.integer({ min: 0, max: 120_000 }), fc.integer({ min: 120_000, max: 600_000 }));
const status = fc.oneof(
  fc.record({ status: fc.constantFrom(...refusingStatuses), commit: fc.constant(false) }),
  fc.record({ status: fc.constantFrom(...openStatuses), commit: flag }),
).map((part): Fault => ({ kind: 'status', ...part, retryAfter: null }));
const wait = fc.record({ seconds: fc.constantFrom(1, 30, 120, 4_000), form: fc.constantFrom('seconds' as const, 'date' as const) });
const throttle = fc.oneof(
  wait.map((retryAfter): Fault => ({ kind: 'status', status: 429, commit: false, retryAfter })),
  fc.tuple(wait, flag).map(([retryAfter, commit]): Fault => ({ kind: 'status', status: 503, commit, retryAfter })),
);
const slowMs = fc.constantFrom(0, 5_000, 14_000);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fault>({ kind: 'answer-lost' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hang' as const), commit: flag }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('late' as const), ms: lateMs }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('page', 'redirect', 'wrong-shape', 'wrong-name', 'empty'), commit: flag }) as fc.Arbitrary<Fault> },
  { weight: 4, arbitrary: status },
  { weight: 2, arbitrary: throttle },
  { weight: 1, arbitrary: notSent },
  { weight: 1, arbitrary: fc.constant<Fault>({ kind: 'lost' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow' as const), before: slowMs, after: slowMs }) },
);
const where = fc.constantFrom<Where>('any', 'list', 'list', 'write', 'write', 'write', 'create', 'replace', 'delete', 'token');

const commands: readonly [number, fc.Arbitrary<Command>][] = [
  [16, fc.record({ do: fc.constant('add' as const), name })],
  [8, fc.record({ do: fc.constantFrom('replace' as const, 'delete' as const), pick })],
  [4, fc.record({ do: fc.constant('change-value' as const), pick })],
  [2, fc.record({ do: fc.constant('discard' as const), pick })],
  [2, fc.record({ do: fc.constant('rename' as const), pick, name })],
  [2, fc.record({ do: fc.constant('hold' as const), pick, held: flag })],
  [6, fc.record({ do: fc.constant('resolve' as const), pick, choice: fc.nat(4) })],
  [2, fc.record({ do: fc.constant('send-now' as const) })],
  [1, fc.record({ do: fc.constantFrom('sign-out' as const, 'claim' as const, 'end-sessions' as const, 'reject-tokens' as const) })],
  [4, fc.record({ do: fc.constant('sign-in' as const), as: fc.constantFrom('ana' as const, 'ana' as const, 'ben' as const) })],
  [2, fc.record({ do: fc.constant('restart' as const) })],
  [4, fc.record({ do: fc.constant('kill' as const), awaits: fc.nat(24) })],
  [2, fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(1_000, 90_000, 8 * hour), told: flag, wakes: fc.constantFrom(true, true, true, false) })],
  [2, fc.record({ do: fc.constantFrom('set-wall' as const, 'set-wall' as const, 'platform-clock' as const), ms: fc.constantFrom(-5 * hour, -30_000, 3_000, 60_000, 26 * hour) })],
  [2, fc.record({ do: fc.constant('link' as const), up: fc.constantFrom(true, true, false) })],
  [6, fc.record({ do: fc.constant('elsewhere' as const), operation: fc.constantFrom<Operation>('create', 'replace', 'delete'), name, who: fc.constantFrom<Who>('colleague', 'colleague', 'colleague', 'colleague', 'ben', 'ana') })],
  [2, fc.record({ do: fc.constant('permissions' as const), who: fc.constantFrom('ana' as const, 'ben' as const), may: fc.oneof(fc.constant<Permission[]>(['create', 'read', 'update', 'delete']), fc.subarray<Permission>(['create', 'read', 'update', 'delete'])) })],
  [1, fc.record({ do: fc.constant('list-lag' as const), ms: fc.constantFrom(0, 3_000, 8_000, 600_000) })],
  [1, fc.record({ do: fc.constant('identity' as const), identity: fc.constantFrom<Identity>('plain', 'plain', 'missing', 'unknown-kind') })],
  [12, fc.record({ do: fc.constant('fault' as const), fault, where, times: fc.integer({ min: 1, max: 4 }) })],
  [2, fc.record({ do: fc.constant('clear-faults' as const) })],
  [2, fc.record({ do: fc.constant('disk-full' as const), commits: fc.integer({ min: 1, max: 5 }) })],
  [8, fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(20, 300, 300, 5_000, 5_000, 31_000, 31_000, 150_000, 150_000, hour) })],
  [14, fc.record({ do: fc.constant('steps' as const), steps: fc.integer({ min: 1, max: 6 }) })],
  [4, fc.record({ do: fc.constant('awaits' as const), awaits: fc.nat(24) })],
];

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { withCrossShrink: false },
  ...commands.map(([weight, arbitrary]) => ({ weight, arbitrary })),
);

/** One command as a line that a person can read. */
export function tell(command: Command): string {
  switch (command.do) {
    case 'add':
      return `add ${names[command.name]}`;
    case 'rename':
      return `rename open entry ${command.pick} to ${names[command.name]}`;
    case 'replace':
    case 'delete':
      return `${command.do} listed secret ${command.pick}`;
    case 'elsewhere':
      return `${command.who} elsewhere: ${command.operation} ${names[command.name]}`;
    case 'fault':
      return `the next ${command.times} of ${command.where}: ${tellFault(command.fault)}`;
    case 'permissions':
      return `${command.who} may ${command.may.join(', ') || 'nothing'}`;
    default: {
      const { do: what, ...rest } = command;
      return [what, ...Object.entries(rest).map(([key, value]) => `${key} ${String(value)}`)].join(', ');
    }
  }
}
