import { z } from 'zod';

/** A test that ran, by its full name. What was skipped did not run. */
export interface RunTest {
  readonly name: string;
  readonly passed: boolean;
  /** Why it failed, empty when it passed. */
  readonly failure: string;
}

const vitestReport = z.object({
  testResults: z.array(z.object({
    assertionResults: z.array(z.object({
      ancestorTitles: z.array(z.string()),
      title: z.string(),
      status: z.string(),
      failureMessages: z.array(z.string()).nullish(),
    })),
  })),
});

export function vitestRuns(report: unknown): RunTest[] {
  return vitestReport.parse(report).testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ ancestorTitles, title, status, failureMessages }) => ({
        name: [...ancestorTitles, title].join(' > '),
        passed: status === 'passed',
        failure: (failureMessages ?? []).join('\n'),
      })));
}

const spec = z.object({
  title: z.string(),
  tests: z.array(z.object({
    results: z.array(z.object({ status: z.string(), errors: z.array(z.object({ message: z.string().optional() })) })),
  })),
});

interface Suite {
  readonly title: string;
  readonly specs?: readonly z.infer<typeof spec>[] | undefined;
  readonly suites?: readonly Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(spec).optional(), suites: z.array(suite).optional() }));

export function playwrightRuns(report: unknown): RunTest[] {
  // The outermost suites are the files.
  return z.object({ suites: z.array(suite) }).parse(report).suites.flatMap((file) => runsOf({ ...file, title: '' }, []));
}

function runsOf({ title, specs = [], suites = [] }: Suite, above: readonly string[]): RunTest[] {
  const titles = title === '' ? above : [...above, title];
  const own = specs.flatMap((one) =>
    one.tests
      .flatMap(({ results }) => results)
      .filter(({ status }) => status !== 'skipped')
      .map(({ status, errors }) => ({
        name: [...titles, one.title].join(' > '),
        passed: status === 'passed',
        failure: errors.map(({ message }) => message ?? '').join('\n'),
      })));
  return [...own, ...suites.flatMap((inner) => runsOf(inner, titles))];
}
