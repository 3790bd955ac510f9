import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

/** What is wrong with a mutant since somebody changed the code or the test it names; null when it can be used. */
export function staleness(root: string, mutant: Mutant): string | null {
  return textTrouble(root, mutant) ?? testTrouble(root, mutant);
}

function textTrouble(root: string, { file, search, replacement }: Mutant): string | null {
  const text = textOf(root, file);
  if (text === null) return `${file} is not there: name the file that holds the rule now`;
  const times = text.split(search).length - 1;
  if (times !== 1) return `its search text occurs ${times} times in ${file}, not once: take it anew from there`;
  return search === replacement ? 'it changes nothing' : null;
}

function testTrouble(root: string, { test }: Mutant): string | null {
  const text = textOf(root, test.file);
  if (text === null) return `${test.file} is not there: name the file that holds the test now`;
  const missing = test.titles.find((title) => !hasTitle(text, title));
  return missing === undefined ? null : `no test in ${test.file} is called ${JSON.stringify(missing)}: name it as it is called now`;
}

/** A title stands in its file as a string of any kind. */
function hasTitle(text: string, title: string): boolean {
  const plain = text.replaceAll(String.raw`\'`, "'");
  return ["'", '"', '`'].some((quote) => plain.includes(`${quote}${title}${quote}`));
}

function textOf(root: string, file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}
