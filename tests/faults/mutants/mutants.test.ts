import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { namePattern, type Mutant } from './mutant.ts';
import { allMutants } from './rules/all.ts';
import { staleness } from './stale.ts';
import { judge } from './verdict.ts';

const root = join(import.meta.dirname, '../../..');

const mutant: Mutant = {
  name: 'waits-for-nothing',
  rule: 'It waits.',
  file: 'wait.ts',
  search: 'await it();',
  replacement: '',
  test: { file: 'wait.test.ts', titles: ['waiting', "is the person's choice"] },
};

describe('the list of mutants', () => {
  it('names each of them once', () => {
    const names = allMutants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(allMutants.map(({ name }, nth) => [name, nth] as const))('fits the code and the tests of today: %s', (_, nth) => {
    expect(staleness(root, allMutants[nth] as Mutant)).toBeNull();
  });
});

describe('a mutant is stale', () => {
  function folderOfToday(): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'wait.ts'), 'await it();\nawait them();\n');
    writeFileSync(join(folder, 'wait.test.ts'), String.raw`describe('waiting', () => it('is the person\'s choice'));`);
    return folder;
  }

  it('not as long as its text stands there once and its test is called as it says', () => {
    expect(staleness(folderOfToday(), mutant)).toBeNull();
  });

  it.each([
    ['when its file is gone', { file: 'gone.ts' }, /gone\.ts is not there/],
    ['when its text is not there any more', { search: 'await us();' }, /occurs 0 times in wait\.ts.* take it anew/],
    ['when its text is not the only one', { search: 'await' }, /occurs 2 times/],
    ['when it changes nothing', { replacement: mutant.search }, /changes nothing/],
    ['when its test is gone', { test: { ...mutant.test, file: 'gone.test.ts' } }, /gone\.test\.ts is not there/],
    ['when its test is called otherwise', { test: { ...mutant.test, titles: ['wait'] as const } }, /no test .* is called "wait"/],
  ])('%s', (_, wrong, words) => {
    expect(staleness(folderOfToday(), { ...mutant, ...wrong } as Mutant)).toMatch(words);
  });
});

describe('a verdict', () => {
  const run = (...failures: readonly string[]) => ({
    output: 'what it printed',
    tests: failures.map((failure) => ({ name: 'a', passed: failure === '', failure })),
  });

  it.each([
    ['killed, by an assertion of one case', run('', 'AssertionError: expected 1 to be 2'), 'killed'],
    ['killed, by an assertion of the window’s tests', run('Error: expect(received).toEqual(expected)'), 'killed'],
    ['survived, when every case passed', run('', ''), 'survived'],
    ['not judged, when the test did not run', run(), 'not-judged'],
    ['not judged, when something else broke', run('TypeError: entry is null'), 'not-judged'],
  ])('is %s', (_, given, kind) => {
    expect(judge(mutant, given).kind).toBe(kind);
  });

  it('knows the guard that throws instead of an assertion', () => {
    const guarded = { ...mutant, failsWith: /UNIQUE constraint failed/ };
    expect(judge(guarded, run('SqliteError: UNIQUE constraint failed: entries.name')).kind).toBe('killed');
    expect(judge(guarded, run('AssertionError: expected 1 to be 2')).kind).toBe('not-judged');
  });
});

it('finds a test by its titles, whatever stands for the placeholders of its cases', () => {
  const pattern = new RegExp(`^(?:${namePattern({ file: 'a.test.ts', titles: ['a (b)', 'ends %s with %i.'] })})$`);
  expect(pattern.test('a (b) > ends twice with 2.')).toBe(true);
  expect(pattern.test('a (b) > ends twice with 2!')).toBe(false);
});
