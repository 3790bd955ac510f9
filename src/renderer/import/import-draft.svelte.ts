/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps here are never changed: each choice replaces them as a whole */
import type { EntryId } from '../../shared/entry.ts';
import type { Environment } from '../../shared/environment.ts';
import type { CsvColumns } from '../../shared/import/csv-header.ts';
import { maxImportBytes, maxImportCount, type ImportFormat } from '../../shared/import/import-line.ts';
import type { ImportedSecret, NamesCheck } from '../../shared/import/import-request.ts';
import { detectFormat } from '../../shared/import/read-import.ts';
import { maxNameLength } from '../../shared/secret-name.ts';
import { measureValue } from '../../shared/value-measure.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import type { Draft } from '../overlay.svelte.ts';
import { decodeFile } from './decode-file.ts';
import { noChoices, planImport, type ImportChoices, type PlannedLine } from './import-plan.ts';
import { measureText, type MeasuredLine, type MeasuredText } from './measured-line.ts';

/** Why a text was not taken at all. */
export type SourceTrouble = 'too-large' | 'several-files' | 'not-read' | 'not-text' | 'nothing-in-it' | 'too-many';

/**
 * A text of many secrets, from the moment it is pasted until it is added or given up. The text and its values are kept
 * out of Svelte's state, and no longer than the dialog is open.
 */
export class ImportDraft implements Draft {
  environment = $state.raw<Environment>() as Environment;
  readonly submission = new Submission();

  fileName = $state<string | null>(null);
  format = $state<ImportFormat>('env');
  /** Name and value seem to have changed places: which is which is asked before anything of the text is shown. */
  asksColumns = $state(false);
  /** By which captions a CSV file's columns were known. */
  columns = $state.raw<CsvColumns | null>(null);
  /** Null until a text was taken, and that is answered. */
  lines = $state.raw<readonly MeasuredLine[] | null>(null);
  trouble = $state<SourceTrouble | null>(null);
  choices = $state.raw<ImportChoices>(noChoices);
  /** What is known of the names in the chosen environment; null until it was looked up. */
  known = $state.raw<NamesCheck | null>(null);
  onlyRemarks = $state(false);
  /** The commit button was pressed with nothing to add: only then is that told as what is missing. */
  told = $state(false);

  readonly plan: readonly PlannedLine[] = $derived(
    this.lines === null ? [] : planImport(this.lines, this.choices, this.known),
  );
  readonly remarks = $derived(this.plan.filter((line) => hasRemark(line)));
  readonly shown = $derived(this.onlyRemarks ? this.remarks : this.plan);
  readonly toAdd = $derived(this.plan.filter(({ fate }) => fate.kind === 'create' || fate.kind === 'replace'));
  readonly replacing = $derived(this.toAdd.filter(({ fate }) => fate.kind === 'replace').length);
  readonly skipped = $derived(this.plan.filter(({ fate }) => fate.kind === 'waits' || fate.kind === 'listed').length);
  readonly leftOut = $derived(this.plan.length - this.toAdd.length - this.skipped);
  readonly exist = $derived(this.plan.filter(({ fate }) => fate.kind === 'listed' || fate.kind === 'replace').length);
  /** How many names the platform would not take as they were read, but in another form. */
  readonly repairable = $derived.by(() => {
    const listed = new Set(this.known?.listed.map(({ name }) => name));
    return this.lines?.filter(({ name, problem, repair }) => problem === null && repair !== null && !listed.has(name)) ?? [];
  });

  #text = '';
  #values: readonly string[] = [];
  /** Counts what makes a text that was taken before old. */
  #taken = 0;
  /** Counts what makes an earlier look at the names old. */
  #looks = 0;
  /** Where the list was read anew for this draft: once is enough. */
  readonly #refreshed = new Set<string>();

  constructor(environment: Environment) {
    this.environment = environment;
  }

  get holdsValue(): boolean {
    return this.lines !== null || this.asksColumns;
  }

  /** Takes a text; what it says is shown, and nothing is added by this. */
  async take(text: string, fileName: string | null): Promise<void> {
    const taken = ++this.#taken;
    if (isTooLarge(text)) return this.#refuse('too-large');
    const format = detectFormat(text, fileName);
    const measured = measureText(text, format);
    // A text that holds nothing in any format is not worth a preview.
    if (measured.lines.length === 0) return this.#refuse('nothing-in-it');
    // Reading thousands of lines is a task, and drawing the preview is another: the page answers between them.
    await nextTask();
    if (taken !== this.#taken) return;
    this.#text = text;
    this.fileName = fileName;
    this.trouble = null;
    if (measured.looksTurned) this.#askColumns();
    else this.#show(measured, format);
  }

  async receive(file: File): Promise<void> {
    if (file.size > maxImportBytes) return this.#refuse('too-large');
    const taken = ++this.#taken;
    // A folder, or a file that has gone meanwhile.
    const content = await file.arrayBuffer().catch(() => null);
    if (taken !== this.#taken) return;
    if (content === null) return this.#refuse('not-read');
    const text = decodeFile(content);
    if (text === null) return this.#refuse('not-text');
    await this.take(text, file.name);
  }

  async receiveAll(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (files.length > 1) return this.#refuse('several-files');
    if (file !== undefined) await this.receive(file);
  }

  /** The answer to which column is which. */
  answerColumns(format: 'csv' | 'csv-turned'): void {
    this.asksColumns = false;
    this.#show(measureText(this.#text, format), format);
  }

  chooseFormat(format: ImportFormat): void {
    if (this.lines === null || format === this.format) return;
    const measured = measureText(this.#text, format);
    // Turned back from turned round, the person has said which is which.
    if (measured.looksTurned && this.format !== 'csv-turned') this.#askColumns();
    else this.#show(measured, format);
  }

  chooseEnvironment(environment: Environment): void {
    if (environment.id === this.environment.id) return;
    this.environment = environment;
    this.known = null;
    this.choices = { ...this.choices, refused: new Map() };
    void this.#look();
  }

  choose(choices: Partial<ImportChoices>): void {
    this.choices = { ...this.choices, ...choices };
    this.told = false;
    // A repaired name is one that nobody looked for yet.
    if (choices.repairsAll !== undefined || choices.repaired !== undefined) void this.#look();
  }

  repair({ index }: PlannedLine): void {
    this.choose({ repaired: new Set([...this.choices.repaired, index]) });
  }

  /** Of the lines with this name, this one. */
  keep({ index, name }: PlannedLine): void {
    const others = new Set(this.plan.filter((line) => line.name === name).map((line) => line.index));
    this.choose({ kept: new Set([...[...this.choices.kept].filter((one) => !others.has(one)), index]) });
  }

  /** Back to an empty dialog. */
  startOver(): void {
    this.forget();
    this.trouble = null;
  }

  /** The new entries, all of them; null where nothing was added and the preview says why. */
  async add(): Promise<readonly EntryId[] | null> {
    if (this.lines === null) return null;
    this.told = true;
    // What waits and what is there decides what happens; it is looked up at once, so nobody waits long.
    if (this.known === null) await this.#look();
    if (this.known === null || this.toAdd.length === 0) return null;
    const sent = this.toAdd;
    const answer = await this.submission.send(() =>
      ask('outbox.add-many', { environmentId: this.environment.id, secrets: sent.map((line) => this.#secret(line)) }),
    );
    if (answer === null) return null;
    if (answer.kind === 'added') {
      this.forget();
      return answer.entryIds;
    }
    const refused = new Map(answer.refusals.flatMap(({ index, code }) => {
      const line = sent[index];
      return line === undefined ? [] : [[line.index, code] as const];
    }));
    this.choices = { ...this.choices, refused: new Map([...this.choices.refused, ...refused]) };
    await this.#look();
    return null;
  }

  /** Forgets the text, its values and all that was said about them. */
  forget(): void {
    this.#text = '';
    this.#values = [];
    this.#looks += 1;
    this.#taken += 1;
    this.fileName = null;
    this.lines = null;
    this.asksColumns = false;
    this.columns = null;
    this.known = null;
    this.choices = noChoices;
    this.onlyRemarks = false;
    this.told = false;
    this.submission.refusal = null;
  }

  /** What would be shown as names, and asked of main, may be the values. */
  #askColumns(): void {
    this.#looks += 1;
    this.asksColumns = true;
    this.lines = null;
    this.#values = [];
    this.columns = null;
    this.known = null;
  }

  #show({ lines, values, columns }: MeasuredText, format: ImportFormat): void {
    if (lines.length > maxImportCount) return this.#refuse('too-many');
    this.format = format;
    this.trouble = null;
    this.#values = values;
    this.lines = lines;
    this.columns = columns;
    this.choices = { ...noChoices, existing: this.choices.existing };
    this.onlyRemarks = false;
    this.told = false;
    this.known = null;
    void this.#look();
  }

  #refuse(trouble: SourceTrouble): void {
    const { fileName } = this;
    this.forget();
    this.fileName = fileName;
    this.trouble = trouble;
  }

  #secret({ index, name, fate }: PlannedLine): ImportedSecret {
    const value = this.#values[index] ?? '';
    if (fate.kind !== 'replace') return { name, value, replaces: null };
    const { created, updated, updatedBy } = fate.secret;
    return { name, value, replaces: { created, updated, updatedBy } };
  }

  /** Looks the names up on this computer; and once the platform's list was read anew, once more. */
  async #look(): Promise<void> {
    const look = ++this.#looks;
    const environmentId = this.environment.id;
    // What was read is painted first: thousands of names are a task of their own.
    await nextTask();
    if (look !== this.#looks) return;
    await this.#lookUp(look);
    if (look !== this.#looks || this.lines === null || this.#refreshed.has(environmentId)) return;
    this.#refreshed.add(environmentId);
    await ask('secrets.refresh', { environmentId });
    if (environmentId === this.environment.id && this.lines !== null) await this.#lookUp(++this.#looks);
  }

  async #lookUp(look: number): Promise<void> {
    const environmentId = this.environment.id;
    const names = this.#namesToLookFor();
    let known: NamesCheck = { waiting: [], listed: [], asOf: null };
    for (let from = 0; from === 0 || from < names.length; from += namesAtOnce) {
      const reply = await ask('secrets.check-names', { environmentId, names: names.slice(from, from + namesAtOnce) });
      if (look !== this.#looks || this.lines === null) return;
      if (!reply.ok) {
        this.submission.refusal = reply.code;
        return;
      }
      const { waiting, listed, asOf } = reply.value;
      known = { waiting: [...known.waiting, ...waiting], listed: [...known.listed, ...listed], asOf };
    }
    this.known = known;
  }

  #namesToLookFor(): readonly string[] {
    const { repairsAll, repaired } = this.choices;
    const names = new Set<string>();
    this.lines?.forEach(({ repair }, index) => {
      if (repair !== null && (repairsAll || repaired.has(index))) names.add(repair);
    });
    this.lines?.forEach(({ name, problem }) => {
      if (problem === null && name !== '' && name.length <= maxNameLength) names.add(name);
    });
    return [...names];
  }
}

/** Names that main looks up in one go: it answers others in between, and a request has room for them at their longest. */
const namesAtOnce = 2500;

function nextTask(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve); });
}

/** Most texts are so short that nobody has to count their bytes: a UTF-16 unit has three of UTF-8 at most. */
function isTooLarge(text: string): boolean {
  return text.length * 3 > maxImportBytes && measureValue(text).bytes > maxImportBytes;
}

/** Whether a line is more than a secret that is created as it was read. */
function hasRemark({ read, name, fate, nameWarning }: PlannedLine): boolean {
  const { notes, measure, lineEnds, hasControls } = read;
  const isPlainValue = measure.endsWith === null && !measure.startsWithSpace && lineEnds === null && !hasControls;
  return fate.kind !== 'create' || name !== read.name || nameWarning !== null || notes.length > 0 || !isPlainValue;
}
