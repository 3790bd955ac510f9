#!/usr/bin/env node
// `npm run sandbox`: the sandbox platform alone. Its options follow two dashes: npm run sandbox -- --help
import { command } from './run/command-line.mjs';
import { runOnTerminal } from './run/processes.mjs';
import { sandboxProgram } from './run/sandbox-process.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { refuseAncientNode } from './setup/node24.mjs';
import { node24 } from './setup/places.mjs';

await command(async () => {
  refuseAncientNode();
  await installDependencies();
  return runOnTerminal(node24, [sandboxProgram, ...process.argv.slice(2)]);
});
