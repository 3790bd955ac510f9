// Some parts of Electron have exactly one door each.
import { everyImport } from './imports.js';
import { fromRoot, zoneOf } from './zones.js';

const inMain = (module) => (path, zone) => zone.name === 'main' && zone.module === module;

const DOORS = {
  ipcMain: {
    allowed: inMain('ipc'),
    instead: 'A channel exists by its line in src/shared/ipc/requests.ts and its handler in src/main/ipc.',
  },
  ipcRenderer: {
    allowed: (path, zone) => zone.name === 'preload',
    instead: 'The renderer calls window.kelvin, which src/preload builds from src/shared/ipc/requests.ts.',
  },
  safeStorage: {
    allowed: (path) => path === 'src/main/system/keychain.ts',
    instead: 'Take the Keychain port of src/main/system/keychain.ts as an argument.',
  },
  net: {
    allowed: inMain('system'),
    instead: 'Requests go through the Network port of src/main/system, which never re-sends a write.',
  },
};

export const electronApi = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      door: '{{name}} of electron must not be used in {{path}}. {{instead}}',
      whole: 'Import the parts of electron that you need by name, so that it can be seen which they are.',
    },
  },
  create(context) {
    const zone = zoneOf(context.filename);
    if (zone.name === 'tests' || zone.name === 'other') return {};
    const path = fromRoot(context.filename);
    return everyImport(({ node, specifier, typeOnly, names }) => {
      if (!/^electron(\/|$)/.test(specifier) || typeOnly) return;
      if (names.length === 0 || names.includes('*')) context.report({ node, messageId: 'whole' });
      for (const name of names) {
        const door = Object.hasOwn(DOORS, name) ? DOORS[name] : undefined;
        if (!door || door.allowed(path, zone)) continue;
        context.report({ node, messageId: 'door', data: { name, path, instead: door.instead } });
      }
    });
  },
};
