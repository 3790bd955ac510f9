#!/usr/bin/env node
// `npm run model -- --runs 10000 --seed 7 [--commands 60] [--path P]`: the outbox and sync against a plain model,
// under every fault that can be made there, in virtual time. Ends with `model: … 0 counterexamples`, or shows one.
import { join } from 'node:path';
import { command } from './run/command-line.mjs';
import { runOnTerminal } from './run/processes.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { refuseAncientNode } from './setup/node24.mjs';
import { node24, root } from './setup/places.mjs';

await command(async () => {
  refuseAncientNode();
  await installDependencies();
  return runOnTerminal(node24, [join(root, 'tests/faults/model/program.ts'), ...process.argv.slice(2)]);
});
