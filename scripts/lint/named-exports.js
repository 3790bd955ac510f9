// A thing has one name everywhere, so that it can be found. A default export is renamed by every importer.
export const namedExports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { named: 'Give it a name: `export function …` or `export const …`. Default exports are for tool configs.' },
  },
  create(context) {
    const refuse = (node) => context.report({ node, messageId: 'named' });
    return {
      ExportDefaultDeclaration: refuse,
      'ExportSpecifier[exported.name="default"]': refuse,
    };
  },
};
