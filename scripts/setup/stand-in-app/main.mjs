// What Electron runs when it is told to run a folder (`electron .`). The official download brings such a
// program; the stand-in runtime has none, and without one it ends at once and says nothing.
// Takes: [-r module]… [--version] [--app=PATH | PATH], as the official one does.
import { app } from 'electron';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { target, modules, version } = readArguments(process.argv.slice(1));

if (version) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
for (const module of modules) createRequire(join(process.cwd(), 'x.js'))(module);
if (!target) fail('name the folder or file of an app to run');

try {
  await import(pathToFileURL(adopt(resolve(target))).href);
} catch (error) {
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Takes on the identity that the app's package.json gives it, and answers the file to run. */
function adopt(path) {
  if (statSync(path).isFile()) {
    app.setAppPath(dirname(path));
    return path;
  }
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
  app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(path);
  return resolve(path, manifest.main ?? 'index.js');
}

function readArguments(args) {
  const found = { target: undefined, modules: [], version: false };
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === '-r' || argument === '--require') found.modules.push(args[(at += 1)]);
    else if (argument === '--version' || argument === '-v') found.version = true;
    else if (argument.startsWith('--app=')) found.target = argument.slice('--app='.length);
    else if (!argument.startsWith('-')) return { ...found, target: argument };
    if (found.target) return found;
  }
  return found;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
