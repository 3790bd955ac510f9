// Imports point down. Between processes only `shared` is in common; within the main process a module
// knows only what lies below it; the sandbox is a program of its own.
import { isBuiltin } from 'node:module';
import { everyImport } from './imports.js';
import { fromRoot, speaksElectron, target, zoneOf } from './zones.js';

export const layers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      up:
        '{{from}} lies below {{to}} and must not know it. Let {{to}} call down, pass a function or a port in ' +
        'from start.ts, or announce the change.',
      sideways:
        '{{from}} and {{to}} stand on the same level and must not use each other. Let start.ts hand one what it ' +
        'needs of the other, or move what both need further down. (`import type` is allowed.)',
      unplaced:
        'src/main/{{module}} has no place in the layers. Put the file into one of the existing modules, or give ' +
        'the new one its line in scripts/lint/zones.js and in docs/architecture.md.',
      process:
        '{{from}} must not import from {{to}}: the processes have only src/shared in common. Move the type or rule ' +
        'there, or ask through a request in src/shared/ipc/requests.ts.',
      sharedNode:
        'src/shared runs in all three processes, so it must not import {{specifier}}. Take what you need as an ' +
        'argument, or move this file to the process that has it.',
      rendererNode:
        'The renderer is sandboxed and has no Node: {{specifier}} does not exist there. Do it in src/main and offer ' +
        'it as a request in src/shared/ipc/requests.ts.',
      preloadNode: 'The preload script is sandboxed: it may import electron and src/shared, not {{specifier}}.',
      electron:
        '{{from}} must run under plain Node in a test, so it must not import electron. Put a thin port into ' +
        'src/main/system and take it as an argument.',
      sandboxApart:
        'The sandbox platform and the app must not share code: a mistake in shared code would confirm itself. ' +
        'Write what {{from}} needs beside it; only tests/ may import both.',
      testsOnly: 'Only tests may import from tests/. Move what the product needs into src/.',
    },
  },
  create(context) {
    const importer = context.filename;
    const from = zoneOf(importer);
    if (from.name === 'tests' || from.name === 'other') return {};
    if (from.name === 'main' && from.level === undefined) {
      return { Program: (node) => context.report({ node, messageId: 'unplaced', data: from }) };
    }
    return everyImport(({ node, specifier, typeOnly }) => {
      const file = target(specifier, importer);
      const messageId = file
        ? refusedFile(from, zoneOf(file), typeOnly)
        : refusedPackage(from, specifier);
      if (!messageId) return;
      const data = { from: nameOf(importer, from), to: file ? nameOf(file, zoneOf(file)) : '', specifier };
      context.report({ node, messageId, data });
    });
  },
};

function refusedFile(from, to, typeOnly) {
  if (from.name === 'sandbox' || to.name === 'sandbox') {
    return from.name === to.name || from.test ? undefined : 'sandboxApart';
  }
  if (to.name === 'tests') return from.test ? undefined : 'testsOnly';
  if (to.name === 'shared' || to.name === 'other') return undefined;
  if (from.name !== to.name) return 'process';
  if (from.name !== 'main' || from.module === to.module || from.test) return undefined;
  if (to.level === undefined || to.level < from.level) return undefined;
  if (to.level > from.level) return 'up';
  return typeOnly ? undefined : 'sideways';
}

function refusedPackage(from, specifier) {
  if (from.test && specifier !== 'electron') return undefined;
  const electron = /^electron(\/|$)/.test(specifier);
  const node = isBuiltin(specifier);
  if (from.name === 'shared') return electron || node ? 'sharedNode' : undefined;
  if (from.name === 'renderer') return electron || node ? 'rendererNode' : undefined;
  if (from.name === 'preload') return node ? 'preloadNode' : undefined;
  return electron && !speaksElectron(from) ? 'electron' : undefined;
}

const nameOf = (file, zone) => (zone.name === 'main' && zone.module ? `main/${zone.module}` : fromRoot(file));
