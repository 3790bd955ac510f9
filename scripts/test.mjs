#!/usr/bin/env node
// `npm test`: everything that is checked, from lint to the packaged app. Ends with `N passed, N failed`.
// For some of it: npm test -- --only unit,e2e
import { parseArgs } from 'node:util';
import { command } from './run/command-line.mjs';
import { sandboxTrouble } from './run/app-process.mjs';
import { onAskedToEnd } from './run/processes.mjs';
import { stages } from './run/stages.mjs';
import { needsForWindows, setUp } from './setup.mjs';
import { say, step } from './setup/progress.mjs';

await command(async () => {
  const chosen = chooseStages();
  const runtime = await setUp(import.meta.url, { needs: [...needsForWindows(), 'keyring', 'certutil', 'c-compiler'] }).catch((error) => {
    process.stdout.write(`Set-up failed: ${error.message}\n0 passed, 1 failed\n`);
    return undefined;
  });
  if (!runtime) return 1;
  const trouble = sandboxTrouble(runtime.distPath);
  if (trouble) say(`The e2e tests go without Chromium's sandbox: ${trouble}. The stage ordinary-user has it on.`);

  onAskedToEnd(() => process.exit(130));
  let passed = 0;
  let failed = 0;
  for (const name of chosen) {
    const result = await step(name, () => runStage(name, runtime), ({ failed }) => failed === 0);
    passed += result.passed;
    failed += result.failed;
    const skipped = result.skipped ? `, ${result.skipped} skipped` : '';
    say(`  ${name}: ${result.passed} passed, ${result.failed} failed${skipped}`);
    if (result.failed > 0) process.stdout.write(`\n--- ${name} ---\n${result.output.trimEnd()}\n---\n\n`);
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

function chooseStages() {
  const all = Object.keys(stages);
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return all;
  const only = values.only.split(',');
  const unknown = only.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no stage "${unknown}". The stages are: ${all.join(', ')}.`);
  return all.filter((name) => only.includes(name));
}

// One stage that cannot even begin must not keep the others from being counted.
async function runStage(name, runtime) {
  try {
    return await stages[name](runtime);
  } catch (error) {
    return { passed: 0, failed: 1, output: error instanceof Error ? error.message : String(error) };
  }
}
