import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { groups } from './groups/groups.ts';
import { Studio } from './studio.ts';

// Every screen of the real app in every state that a person can bring it into. `npm run screenshots` takes pictures of
// them to look at; `npm test` has axe look, in both themes, and asks whether all of a screen can be reached.

const { GALLERY_PICTURES: pictures } = process.env;
const folder = join(import.meta.dirname, '../../gallery');

for (const { name, missing, run } of groups) {
  test(name, async () => {
    const reason = missing();
    test.skip(reason !== null, reason ?? '');
    const studio = new Studio(pictures === 'none' ? null : join(folder, name));
    try {
      await run(studio);
      expect(studio.problems).toEqual([]);
    } catch (error) {
      await studio.showFailure();
      throw error;
    } finally {
      await studio.end();
    }
  });
}
