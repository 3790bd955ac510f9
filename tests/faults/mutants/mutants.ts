// The mutation check of the tests themselves: each rule that matters is broken in turn, in a copy of the checkout,
// and the test that must notice is named. `npm run mutants -- [--only NAME]... [--all]`.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyTree, type CopiedTree } from './copied-tree.ts';
import { isSlow, namePattern, type Mutant, type NamedTest } from './mutant.ts';
import { runNamed } from './named-test.ts';
import { allMutants } from './rules/all.ts';
import { staleness } from './stale.ts';
import { judge, type Verdict } from './verdict.ts';

const root = join(import.meta.dirname, '../../..');

process.exitCode = await main();

async function main(): Promise<number> {
  const chosen = chosenMutants();
  if (chosen.length === 0) return refuse('No mutant is called so.');
  const stale = chosen.flatMap((mutant) => {
    const why = staleness(root, mutant);
    return why === null ? [] : [`${mutant.name}: ${why}`];
  });
  if (stale.length > 0) return refuse(stale.join('\n'));

  const startedAt = performance.now();
  const tree = copyTree(root);
  const unsound = await soundness(tree, chosen);
  if (unsound !== null) return refuse(`With nothing broken a named test does not pass, so nothing can be told.\n${unsound}`);

  const verdicts: Verdict[] = [];
  for (const mutant of chosen) {
    const verdict = judge(mutant, await tree.broken(mutant, () => runNamed(tree.folder, [mutant.test])));
    verdicts.push(verdict);
    tell(mutant, verdict);
  }
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  const unjudged = count('not-judged') === 0 ? '' : `, ${count('not-judged')} not judged`;
  console.log(`It took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
  console.log(`mutants: ${count('killed')} killed, ${count('survived')} survived${unjudged}`);
  return count('killed') === verdicts.length ? 0 : 1;
}

function chosenMutants(): readonly Mutant[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, all: { type: 'boolean', default: false } } });
  if (values.only !== undefined) return allMutants.filter(({ name }) => values.only?.includes(name));
  return values.all ? allMutants : allMutants.filter((mutant) => !isSlow(mutant));
}

/** Null when every named test passes as long as nothing is broken. */
async function soundness(tree: CopiedTree, mutants: readonly Mutant[]): Promise<string | null> {
  for (const file of new Set(mutants.map(({ test }) => test.file))) {
    const tests = mutants.map(({ test }) => test).filter((test) => test.file === file);
    const { tests: ran, output } = await runNamed(tree.folder, tests as [NamedTest, ...NamedTest[]]);
    const failed = ran.find(({ passed }) => !passed);
    if (failed !== undefined) return `${file}: ${failed.name}\n${failed.failure}`;
    const silent = tests.find((test) => !ran.some(({ name }) => new RegExp(`^(?:${namePattern(test)})$`).test(name)));
    if (silent !== undefined) return `${file}: ${silent.titles.join(' › ')} did not run\n${output.trim()}`;
  }
  return null;
}

function tell({ name, rule, test }: Mutant, verdict: Verdict): void {
  const noticed = `${test.file}: ${test.titles.join(' › ')}`;
  switch (verdict.kind) {
    case 'killed':
      return console.log(`killed     ${name}: ${noticed}`);
    case 'survived':
      return console.log(`SURVIVED   ${name}: ${rule}\n           not noticed by ${noticed}`);
    case 'not-judged':
      return console.log(`NOT JUDGED ${name}: ${verdict.why}`);
  }
}

function refuse(words: string): number {
  console.error(words);
  return 1;
}
