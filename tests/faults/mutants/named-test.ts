import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { namePattern, type NamedTest } from './mutant.ts';
import { playwrightRuns, vitestRuns, type RunTest } from './reports.ts';

/** A run that says nothing for this long hangs: its rule broken, a loop may have no end. */
const longestRunMs = 180_000;

/** What became of the named tests, and what the runner printed, for when it makes no sense. */
export interface TestRun {
  readonly tests: readonly RunTest[];
  readonly output: string;
}

/** Runs the named tests, all of one file, and nothing else of it. */
export async function runNamed(folder: string, named: readonly [NamedTest, ...NamedTest[]]): Promise<TestRun> {
  const [{ file }] = named;
  const report = join(folder, 'test-results', 'report.json');
  rmSync(report, { force: true });
  const isElectron = file.startsWith('tests/e2e/');
  // Playwright puts blanks between the titles that it matches.
  const pattern = named.map((test) => namePattern(test, isElectron ? ' ' : ' > ')).join('|');
  const output = await (isElectron ? playwright(folder, file, pattern, report) : vitest(folder, file, pattern, report));
  return { tests: testsIn(report, isElectron), output };
}

function vitest(folder: string, file: string, pattern: string, report: string): Promise<string> {
  const project = /^(?:sandbox|tests\/contract)\//.test(file) ? 'contract' : file.startsWith('src/renderer/') ? 'renderer' : 'unit';
  return run(folder, [
    'node_modules/vitest/vitest.mjs', 'run', file, '--project', project, '-t', `^(?:${pattern})$`,
    '--reporter=json', `--outputFile.json=${report}`,
  ]);
}

function playwright(folder: string, file: string, pattern: string, report: string): Promise<string> {
  const args = ['test', '--project=app', '--reporter=json', file, '-g', `(?:${pattern})$`];
  return run(folder, ['node_modules/@playwright/test/cli.js', ...args], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
}

function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestRunMs,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}

function testsIn(report: string, isElectron: boolean): readonly RunTest[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return []; // the run did not come to its end: no test ran, as far as anybody knows
  }
  return isElectron ? playwrightRuns(json) : vitestRuns(json);
}
