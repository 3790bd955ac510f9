// What `npm test` runs, in order. A stage answers how many of its checks passed and how many failed,
// counted by the tool's own report, never guessed from its output.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { composeNotices, noticesFile } from '../notices/notices.mjs';
import { modules, node24, root } from '../setup/places.mjs';
import { build } from './build.mjs';
import { runCaptured } from './captured.mjs';
import { onDisplays, withDisplay } from './display.mjs';
import { asOrdinaryUser } from './ordinary-user.mjs';
import { packageApp } from './package.mjs';
import { windowEnvironment } from './tour.mjs';

/** @typedef {{ passed: number, failed: number, skipped?: number, output: string }} Result */

/** @type {Record<string, (runtime: import('../setup.mjs').Runtime) => Promise<Result>>} */
export const stages = {
  lint: () => oneCheck([[tool('eslint/bin/eslint.js'), '.']]),
  types: () =>
    oneCheck([
      [tool('typescript/bin/tsc'), '-p', 'tsconfig.node.json'],
      [tool('typescript/bin/tsc'), '-p', 'tsconfig.e2e.json'],
      [tool('svelte-check/bin/svelte-check'), '--tsconfig', 'tsconfig.web.json', '--fail-on-warnings'],
    ]),
  unit: (runtime) => vitest(runtime, 'unit', ['unit', 'renderer']),
  contract: (runtime) => vitest(runtime, 'contract', ['contract']),
  faults: (runtime) => vitest(runtime, 'faults', ['faults']),
  build: async () => {
    await build();
    const current = existsSync(noticesFile) && readFileSync(noticesFile, 'utf8') === composeNotices();
    return current
      ? { passed: 2, failed: 0, output: '' }
      : { passed: 1, failed: 1, output: 'THIRD-PARTY-NOTICES.txt is out of date: npm run notices' };
  },
  e2e: (runtime) => onDisplays(windowEnvironment(runtime), (env) => playwright('app', { env })),
  screens: (runtime) => onDisplays({ ...windowEnvironment(runtime), GALLERY_PICTURES: 'none' }, (env) => playwright('gallery', { env })),
  'ordinary-user': (runtime) =>
    withDisplay(windowEnvironment(runtime), (env) =>
      asOrdinaryUser(runtime, env, (there) => playwright('ordinary-user', there))),
  campaign: (runtime) => withDisplay(windowEnvironment(runtime), campaign),
  packaged: async (runtime) => {
    // The flavour that can be driven, and the one that is shipped: it can only be started and watched.
    const driven = await packageApp(runtime, { flavour: 'test' });
    const shipped = await packageApp(runtime, { flavour: 'real' });
    const env = { ...windowEnvironment(runtime), KELVIN_SECRETS_PACKAGED: driven, KELVIN_SECRETS_SHIPPED: shipped };
    return withDisplay(env, (withWindows) => playwright('packaged', { env: withWindows }));
  },
};

function tool(path) {
  return join(modules, path);
}

async function oneCheck(commands) {
  let output = '';
  for (const args of commands) {
    const run = await runCaptured(node24, args, { cwd: root });
    output += run.output;
    if (run.code !== 0) return { passed: 0, failed: 1, output };
  }
  return { passed: 1, failed: 0, output };
}

async function vitest(runtime, stage, projects) {
  const report = reportFile(root, stage);
  const args = [tool('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const env = { ...process.env, ELECTRON_EXEC_PATH: runtime.electronPath, NO_COLOR: '1' };
  const all = [...args, ...projects.flatMap((project) => ['--project', project])];
  const { code, output } = await runCaptured(node24, all, { cwd: root, env });
  return counted(code, output, report, ({ numPassedTests, numFailedTests, numPendingTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests,
  }));
}

/** A few rounds of `npm run faults`, always the same ones: each that holds is one check passed. */
async function campaign(env) {
  const report = reportFile(root, 'campaign');
  const args = ['tests/faults/campaign/campaign.ts', '--rounds', '25', '--seed', 'npm-test', '--report', report];
  const { code, output } = await runCaptured(node24, args, { cwd: root, env });
  return counted(code, output, report, ({ passed, failed }) => ({ passed, failed }));
}

async function playwright(project, { env, folder = root, results = folder, user = {} }) {
  const report = reportFile(results, project);
  const args = [join(folder, 'node_modules/@playwright/test/cli.js'), 'test', '--project', project];
  const { code, output } = await runCaptured(
    join(folder, 'node_modules/node/bin/node'),
    [...args, '--reporter=list,json', '--output', join(results, 'test-results', project)],
    { cwd: folder, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, NO_COLOR: '1', FORCE_COLOR: '0' }, ...user },
  );
  return counted(code, output, report, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

function reportFile(folder, name) {
  const file = join(folder, 'test-results', `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

// No report, no tests, or a bad end without a failed test (a file that does not load) is a failure too.
export function counted(code, output, report, count) {
  let counts;
  try {
    counts = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, output: `${output}\n(There is no report: the run did not come to its end.)` };
  }
  const silent = counts.passed + counts.failed === 0;
  if (silent) output += '\n(No test ran.)';
  return { ...counts, failed: counts.failed || (code !== 0 || silent ? 1 : 0), output };
}
