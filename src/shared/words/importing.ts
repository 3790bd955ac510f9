import { assertNever } from '../assert-never.ts';
import type { CsvColumns } from '../import/csv-header.ts';
import type { ImportFormat, LineNote, LineProblem } from '../import/import-line.ts';
import { maxImportBytes, maxImportCount } from '../import/import-line.ts';
import type { ImportOutcome } from '../import/import-request.ts';
import { maxNameLength } from '../secret-name.ts';
import type { ValueProblem } from '../value-measure.ts';
import { amount, counted, secrets, verb } from './counts.ts';

/** The bulk import: the dialog, its preview, and what is told of it afterwards. */
export const importing = {
  titleOf: (fileName: string | null): string => (fileName === null ? 'Import secrets' : `Import ${fileName}`),
  open: 'Import…',
  moreWays: 'More ways to add',
  lead: 'Paste the text of a .env, CSV or JSON file, drop the file here, or choose it.',
  leadMore: 'You see what is in it line by line, without its values. Nothing is added before you say so.',
  chooseFile: 'Choose file…',
  pastes: 'pastes the text',
  nothingPasted: 'There is no text on the clipboard.',
  environment: 'Environment',
  format: 'Read as',
  existing: 'Names that already exist',
  skip: 'Skip them',
  replace: 'Replace their values',
  replaceHint: 'The values that are there now are lost, and nobody can bring them back.',
  startOver: 'Start over',
  lines: 'Lines of the import',
  all: 'All lines',
  remarks: 'With a remark',
  noRemarks: 'No line has a remark.',
  noLines: 'Read like this, there is nothing in it.',
  show: 'Show',
  looking: 'Looking the names up…',
  busy: 'Recording…',
  keepThis: 'Keep this one',
  showIt: 'Show it',
  anEnvironment: 'an environment',
  progress: 'Imports that are sent',
  unsaved: {
    title: 'Discard this import?',
    body: 'Nothing of it was added, and its text is not kept anywhere.',
    keep: 'Keep importing',
    commit: 'Discard import',
  },
  nothingToAdd: 'No line can be added. Look at what is said beside each.',
} as const;

export const importColumns = { line: 'Line', name: 'Name', value: 'Value', fate: 'What happens' } as const;

export const formatWords: Readonly<Record<ImportFormat, string>> = {
  env: '.env', csv: 'CSV', 'csv-turned': 'CSV, columns turned round', json: 'JSON',
};

/** Asked of a CSV file without a header. */
export const turnedColumns = {
  title: 'Which column holds the names?',
  text: 'This file does not name its columns. In most of its lines the second field is a name as the platform takes it, and the first is not. No line is shown before you say which is which.',
  first: 'The first holds the names',
  second: 'The second holds the names',
} as const;

/** What a header was understood as. */
export function columnWords({ name, value }: CsvColumns): string {
  return `The first line names the columns: “${name}” is the name, “${value}” the value.`;
}

export const sourceTroubleWords = {
  'too-large': `This is more than ${amount(maxImportBytes / 1024 / 1024)} MiB, so it was not taken. Split it.`,
  'several-files': 'These are several files, so none was taken. Take one after the other.',
  'not-read': 'This cannot be read, so it was not taken. Is it a file, and is it still there?',
  'not-text': 'This file is not text (UTF-8 or UTF-16), so it was not taken.',
  'nothing-in-it': 'There is no secret in this.',
  'too-many': `An import holds at most ${amount(maxImportCount)} lines, so it was not taken. Split it.`,
} as const;

/** "Line 3", "Lines 3 to 9" */
export function lineWords(line: number, lastLine: number): string {
  return line === lastLine ? `Line ${amount(line)}` : `Lines ${amount(line)} to ${amount(lastLine)}`;
}

export function lineProblemWords(problem: LineProblem): string {
  switch (problem.kind) {
    case 'no-assignment':
      return 'Not NAME=value. Several lines of one value need quotes';
    case 'quote-not-closed':
      return 'A quote is never closed, so nothing is read from here on';
    case 'text-after-quote':
      return 'Text stands behind the closing quote';
    case 'quote-in-field':
      return 'A quote stands in a field that is not in quotes';
    case 'wrong-fields':
      return `${counted(problem.found, 'field')}, not ${amount(problem.expected)}`;
    case 'not-json':
      return 'Not JSON from here on, so nothing more is read';
    case 'not-secrets':
      return 'Neither an object nor a list';
    case 'no-name-and-value':
      return 'Not one name and one value';
    case 'not-text':
      return `${kinds[problem.found]}, not text. ${isSimple(problem.found) ? 'Put it in quotes as it should be' : 'A value is one text'}`;
    default:
      return assertNever(problem);
  }
}

function isSimple(found: keyof typeof kinds): boolean {
  return found !== 'list' && found !== 'object';
}

const kinds = {
  number: 'A number',
  boolean: 'true or false',
  null: 'null',
  list: 'A list',
  object: 'An object',
} as const;

export const lineNoteWords: Readonly<Record<LineNote, string>> = {
  'comment-left-out': 'The comment behind it is left out',
  'nothing-filled-in': '$ is kept as it is written',
};

export function importValueProblem(problem: ValueProblem): string {
  switch (problem) {
    case 'empty':
      return 'The value is empty';
    case 'too-large':
      return 'The value is larger than 1 MiB';
    case 'lone-surrogate':
      return 'The value holds half a character, which cannot be sent';
    default:
      return assertNever(problem);
  }
}

/** A name as it is shown: what is far too long for one may be a value that stands in the wrong column. */
export function shortName(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, 24)}…` : name;
}

export const sameName = (line: number): string => `Same name as line ${amount(line)}`;
export const repairedFrom = (name: string): string => `Was ${shortName(name)}`;

/** The chips of the last column. */
export const fates = { create: 'Will be created', replace: 'Will be replaced', skipped: 'Skipped', leftOut: 'Left out' } as const;

/** `at`: when it was added, in words that follow a fact. */
export const alreadyWaits = (at: string): string => `Already waits, added ${at}`;

/** `asOf`: the time of the list in words; `updated`: when that secret was changed last; null: the platform did not say. */
export function onPlatform(asOf: string | null, updated: string | null): string {
  const list = asOf === null ? '' : ` (list of ${asOf})`;
  return `On the platform${list}${updated === null ? '' : `, updated ${updated}`}`;
}

/** "Write 12 names as the platform takes them: MQTT_USER as mqtt-user" */
export function repairAllWords(count: number, from: string, to: string): string {
  const short = shortName(from);
  return count === 1
    ? `Write ${short} as ${to}, since the platform takes lowercase letters, digits and - only`
    : `Write ${amount(count)} names as the platform takes them: ${short} as ${to}, and so on`;
}

/** What the commit button does: "Add 214 to Plant A production", "Add 3, replace 1 in Sandbox". */
export function commitImport({ adding, replacing }: Pick<PreviewCounts, 'adding' | 'replacing'>, label: string): string {
  if (replacing === 0) return `Add ${amount(adding)} to ${label}`;
  return adding === 0 ? `Replace ${amount(replacing)} in ${label}` : `Add ${amount(adding)}, replace ${amount(replacing)} in ${label}`;
}

export interface PreviewCounts {
  readonly all: number;
  /** Lines that create a secret, and lines that replace the value of one. */
  readonly adding: number;
  readonly replacing: number;
  readonly skipped: number;
  readonly leftOut: number;
}

/** The summary of a preview, in numbers. */
export function previewWords({ all, adding, replacing, skipped, leftOut }: PreviewCounts): string {
  const others = [
    skipped > 0 ? `${amount(skipped)} ${verb(skipped, 'is', 'are')} skipped` : null,
    leftOut > 0 ? `${amount(leftOut)} left out` : null,
  ].filter((words) => words !== null);
  const rest = others.length === 0 ? '' : ` ${sentence(others.join(', '))}`;
  const replaced = replacing === 0 ? '' : `, ${amount(replacing)} ${verb(replacing, 'is', 'are')} replaced`;
  return `${amount(adding)} of ${counted(all, 'line')} ${verb(adding, 'is', 'are')} added${replaced}, all in one step.${rest} Nothing has been added yet.`;
}

function sentence(words: string): string {
  return `${words}.`;
}

/** While an import is being sent: "120 of 214 arrived in Plant A production". */
export function progressWords(done: number, all: number, label: string): string {
  return `Import to ${label}: ${amount(done)} of ${amount(all)} done`;
}

/** Right after the commit. */
export function recordedWords(count: number, label: string): string {
  return `${secrets(count)} ${verb(count, 'waits', 'wait')} for ${label}, encrypted on this computer.`;
}

/** One summary of a whole import: "212 arrived, 2 need you". */
export function outcomeWords({ arrived, needYou, discarded, open }: ImportOutcome, label: string): string {
  const parts = [
    `${amount(arrived)} arrived`,
    needYou > 0 ? `${amount(needYou)} ${verb(needYou, 'needs', 'need')} you` : null,
    open > 0 ? `${amount(open)} ${verb(open, 'waits', 'wait')}` : null,
    discarded > 0 ? `${amount(discarded)} discarded` : null,
  ].filter((words) => words !== null);
  return `Import to ${label}: ${parts.join(', ')}.`;
}
