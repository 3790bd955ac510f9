import type { Mutant } from './mutant.ts';
import type { TestRun } from './named-test.ts';

export type Verdict =
  | { readonly kind: 'killed' }
  /** The test that must notice did not. */
  | { readonly kind: 'survived' }
  /** The test did not run, or failed for another reason than the broken rule. */
  | { readonly kind: 'not-judged'; readonly why: string };

/** Vitest names the error, Playwright the call that was made. */
const assertion = /AssertionError|expect\(.*\)\./s;

/** What a run with the rule broken shows. Of a test with cases, one that fails for the right reason is enough. */
export function judge({ failsWith = assertion }: Mutant, { tests, output }: TestRun): Verdict {
  if (tests.length === 0) return { kind: 'not-judged', why: `the named test did not run\n${output.trim()}` };
  const failed = tests.filter(({ passed }) => !passed);
  if (failed.length === 0) return { kind: 'survived' };
  if (failed.some(({ failure }) => failsWith.test(failure))) return { kind: 'killed' };
  return { kind: 'not-judged', why: `the test failed for another reason\n${failed[0]?.failure ?? ''}` };
}
