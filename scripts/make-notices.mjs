#!/usr/bin/env node
// `npm run notices`: writes THIRD-PARTY-NOTICES.txt anew. `npm test` says when it is out of date.
import { writeFileSync } from 'node:fs';
import { composeNotices, noticesFile } from './notices/notices.mjs';
import { build } from './run/build.mjs';
import { command } from './run/command-line.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { continueOnNode24 } from './setup/node24.mjs';

await command(async () => {
  await installDependencies();
  await continueOnNode24(import.meta.url);
  await build();
  writeFileSync(noticesFile, composeNotices());
});
