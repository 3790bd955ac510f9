import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder.ts';
import type { Mutant } from './mutant.ts';

export interface CopiedTree {
  readonly folder: string;
  /** Runs `work` while the rule is broken, and mends it again. */
  broken<T>(mutant: Mutant, work: () => Promise<T>): Promise<T>;
}

const parts = [
  'src', 'sandbox', 'tests', 'docs', 'package.json', 'svelte.config.js', 'vitest.config.ts', 'playwright.config.ts',
  'tsconfig.json', 'tsconfig.base.json', 'tsconfig.node.json', 'tsconfig.web.json', 'tsconfig.e2e.json',
];

/** A copy of the checkout as it stands, to be broken: the checkout itself is never touched. Removed at the end. */
export function copyTree(root: string): CopiedTree {
  const folder = scratchFolder('mutants');
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, 'test-results'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  if (existsSync(join(root, '.dev'))) symlinkSync(join(root, '.dev'), join(folder, '.dev'), 'junction');
  return {
    folder,
    async broken({ file, search, replacement }, work) {
      const path = join(folder, file);
      const sound = readFileSync(path, 'utf8');
      // Through a function: a text that replaces may hold `$&`.
      writeFileSync(path, sound.replace(search, () => replacement));
      try {
        return await work();
      } finally {
        writeFileSync(path, sound);
      }
    },
  };
}
