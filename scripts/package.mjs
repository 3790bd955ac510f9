#!/usr/bin/env node
// `npm run package:dir`: the packaged app as a folder; `-- --test` its test flavour.
// `npm run package`: the installers for this system. Further options go to electron-builder.
import { command } from './run/command-line.mjs';
import { packageApp } from './run/package.mjs';
import { setUp } from './setup.mjs';
import { say } from './setup/progress.mjs';

const OWN = ['--dir', '--test'];

await command(async () => {
  const runtime = await setUp(import.meta.url);
  const args = process.argv.slice(2);
  const flavour = args.includes('--test') ? 'test' : 'real';
  const more = args.filter((argument) => !OWN.includes(argument));
  const made = await packageApp(runtime, { flavour, installers: !args.includes('--dir'), more });
  say(`The app: ${made}`);
});
