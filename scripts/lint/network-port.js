// One road to the network: the port in system/, which alone knows proxies, certificates and how not to
// send a write twice.
import { zoneOf } from './zones.js';

const CLIENTS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);

export const networkPort = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      main:
        'Do not use {{name}} here: it ignores the system proxy and trust store. Take the Network port of ' +
        'src/main/system/network-port.ts as an argument.',
      renderer:
        'The renderer never talks to the network. Ask the main process through a request in ' +
        'src/shared/ipc/requests.ts.',
    },
  },
  create(context) {
    const zone = zoneOf(context.filename);
    if (zone.test || !['main', 'renderer', 'preload', 'shared'].includes(zone.name)) return {};
    if (zone.name === 'main' && zone.module === 'system') return {};
    const messageId = zone.name === 'main' ? 'main' : 'renderer';
    const refuse = (node, name) => context.report({ node, messageId, data: { name } });
    return {
      // A global is a name that this file does not declare: known to ESLint (`set`) or not (`through`).
      'Program:exit'(program) {
        const { set, through } = context.sourceCode.getScope(program);
        const known = [...CLIENTS].map((name) => set.get(name)).filter((found) => found?.defs.length === 0);
        for (const { identifier } of [...through, ...known.flatMap(({ references }) => references)]) {
          const isType = identifier.parent.type === 'TSTypeQuery'; // `typeof fetch` names it and calls nothing
          if (CLIENTS.has(identifier.name) && !isType) refuse(identifier, identifier.name);
        }
      },
      MemberExpression(node) {
        if (!['globalThis', 'window', 'self'].includes(node.object.name)) return;
        if (!node.computed && CLIENTS.has(node.property.name)) refuse(node, node.property.name);
      },
    };
  },
};
