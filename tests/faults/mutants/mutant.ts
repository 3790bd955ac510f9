/** One rule, broken on purpose in one place, and the test that must notice. */
export interface Mutant {
  /** How `--only` names it. */
  readonly name: string;
  /** The rule that it breaks, as it holds in the unbroken code. */
  readonly rule: string;
  /** From the root of the checkout, as `test.file` is. */
  readonly file: string;
  /** Occurs exactly once in `file`. */
  readonly search: string;
  readonly replacement: string;
  readonly test: NamedTest;
  /**
   * What the failure says, where it is not an assertion: a second guard that throws. Without it anything but a broken
   * assertion counts as "not judged", so that a mutant that does not even run is not taken for a caught one.
   */
  readonly failsWith?: RegExp;
}

export interface NamedTest {
  readonly file: string;
  /** The titles of its `describe`s and its own, as they stand in the file; of an `each`, with its placeholders. */
  readonly titles: readonly [string, ...string[]];
}

/** A test that needs Electron takes long: it runs with `--all` only. */
export function isSlow({ test }: Mutant): boolean {
  return test.file.startsWith('tests/e2e/');
}

/** Matches the full name that a test has in a report: its titles, with `between` between them. */
export function namePattern({ titles }: NamedTest, between: ' > ' | ' ' = ' > '): string {
  return titles.map((title) => escaped(title).replace(/%[sdifj#%]|\\\$\w+/g, '.*')).join(between);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
