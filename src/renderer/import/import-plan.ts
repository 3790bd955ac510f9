import type { NamesCheck, WaitingName } from '../../shared/import/import-request.ts';
import type { LineProblem } from '../../shared/import/import-line.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import { nameWarning, type NameProblem, type NameWarning } from '../../shared/secret-name.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import type { ValueProblem } from '../../shared/value-measure.ts';
import type { MeasuredLine } from './measured-line.ts';

/** What the person chose. Lines are named by their place among all that were read, from 0. */
export interface ImportChoices {
  readonly existing: 'skip' | 'replace';
  /** Every name that the platform would not take is written as it would. */
  readonly repairsAll: boolean;
  /** The same for single lines. */
  readonly repaired: ReadonlySet<number>;
  /** Of several lines with one name, these and not the first. */
  readonly kept: ReadonlySet<number>;
  /** What main refused when it was asked to add all. */
  readonly refused: ReadonlyMap<number, RefusalCode>;
}

export const noChoices: ImportChoices = {
  existing: 'skip',
  repairsAll: false,
  repaired: new Set(),
  kept: new Set(),
  refused: new Map(),
};

/** Why a line is left out. */
export type LeftOut =
  | { readonly kind: 'line'; readonly problem: LineProblem }
  | { readonly kind: 'name'; readonly problem: NameProblem }
  | { readonly kind: 'value'; readonly problem: ValueProblem }
  /** Another line has the name; `line` is its number in the file. */
  | { readonly kind: 'same-name'; readonly line: number }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** What happens with a line when the person commits. */
export type LineFate =
  | { readonly kind: 'create' }
  | { readonly kind: 'replace'; readonly secret: PlatformSecret }
  | { readonly kind: 'waits'; readonly waiting: WaitingName }
  | { readonly kind: 'listed'; readonly secret: PlatformSecret }
  | { readonly kind: 'left-out'; readonly because: LeftOut };

export interface PlannedLine {
  /** Its place among all that were read, from 0. */
  readonly index: number;
  readonly read: MeasuredLine;
  /** The name under which it is added: the one that was read, unless the person took its repair. */
  readonly name: string;
  readonly fate: LineFate;
  /** What a name the platform may refuse is told. */
  readonly nameWarning: NameWarning | null;
}

/** What each line becomes by the choices and by what is known of its name. Nothing is decided here that is not shown. */
export function planImport(
  lines: readonly MeasuredLine[],
  choices: ImportChoices,
  known: NamesCheck | null,
): readonly PlannedLine[] {
  const waiting = new Map(known?.waiting.map((one) => [one.name, one]));
  const listed = new Map(known?.listed.map((one) => [one.name, one]));
  const named = lines.map((read, index): Named => {
    const name = nameOf(read, index, choices, listed);
    return { read, index, name, problem: ownProblem(read, index, name, choices, listed) };
  });
  const first = firstOfEach(named, choices.kept);
  return named.map((one): PlannedLine => {
    const { read, index, name, problem } = one;
    const owner = first.get(name);
    const fate: LineFate =
      problem !== null
        ? { kind: 'left-out', because: problem }
        : owner !== undefined && owner.index !== index
          ? { kind: 'left-out', because: { kind: 'same-name', line: owner.read.line } }
          : fateOf(name, choices.existing, waiting, listed);
    return { index, read, name, fate, nameWarning: fate.kind === 'create' ? nameWarning(name) : null };
  });
}

interface Named {
  readonly read: MeasuredLine;
  readonly index: number;
  readonly name: string;
  readonly problem: LeftOut | null;
}

type Listed = ReadonlyMap<string, PlatformSecret>;

function nameOf({ name, repair }: MeasuredLine, index: number, { repairsAll, repaired }: ImportChoices, listed: Listed): string {
  // An older platform takes more names: one that is there is no name to be repaired.
  if (!(repairsAll || repaired.has(index)) || listed.has(name)) return name;
  return repair ?? name;
}

/** What is wrong with a line by itself. */
function ownProblem(
  read: MeasuredLine,
  index: number,
  name: string,
  { refused }: ImportChoices,
  listed: Listed,
): LeftOut | null {
  const { problem, measure } = read;
  if (problem !== null) return { kind: 'line', problem };
  // A repair keeps the rule.
  const wrongName = listed.has(name) || name !== read.name ? null : read.nameProblem;
  if (wrongName !== null) return { kind: 'name', problem: wrongName };
  if (measure.problem !== null) return { kind: 'value', problem: measure.problem };
  const code = refused.get(index);
  return code === undefined ? null : { kind: 'refused', code };
}

/**
 * Of the lines that could be added, the one that has each name: the one that the person keeps; else the first that had it
 * when it was read, since a name that was written otherwise must not take another's place; else the first.
 */
function firstOfEach(named: readonly Named[], kept: ReadonlySet<number>): ReadonlyMap<string, Named> {
  const first = new Map<string, Named>();
  for (const one of named) {
    if (one.problem !== null) continue;
    const owner = first.get(one.name);
    if (owner === undefined || kept.has(one.index) || (!kept.has(owner.index) && isRenamed(owner) && !isRenamed(one))) {
      first.set(one.name, one);
    }
  }
  return first;
}

function isRenamed({ name, read }: Named): boolean {
  return name !== read.name;
}

function fateOf(
  name: string,
  existing: ImportChoices['existing'],
  waiting: ReadonlyMap<string, WaitingName>,
  listed: Listed,
): LineFate {
  const waits = waiting.get(name);
  if (waits !== undefined) return { kind: 'waits', waiting: waits };
  const secret = listed.get(name);
  if (secret === undefined) return { kind: 'create' };
  return { kind: existing === 'replace' ? 'replace' : 'listed', secret };
}
