import { join } from 'node:path';
import { test } from '@playwright/test';
import { groups } from './groups/groups.ts';
import { Studio } from './studio.ts';

// Every screen of the real app in every state that a person can bring it into, as pictures to look at.

const folder = join(import.meta.dirname, '../../gallery');

for (const { name, missing, run } of groups) {
  test(name, async () => {
    const reason = missing();
    test.skip(reason !== null, reason ?? '');
    const studio = new Studio(join(folder, name));
    try {
      await run(studio);
    } catch (error) {
      await studio.showFailure();
      throw error;
    } finally {
      await studio.end();
    }
  });
}
