// Calls `visit({ node, specifier, typeOnly, names })` for everything in a file that names another module:
// import, export … from, import() and the type import('…').
export function everyImport(visit) {
  const report = (node, source, typeOnly) => {
    if (typeof source?.value !== 'string') return;
    const names = (node.specifiers ?? []).map((specifier) => specifier.imported?.name ?? '*');
    visit({ node: source, specifier: source.value, typeOnly, names });
  };
  return {
    ImportDeclaration: (node) => report(node, node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => report(node, node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => report(node, node.source, node.exportKind === 'type'),
    ImportExpression: (node) => report(node, node.source, false),
    TSImportType: (node) => report(node, node.source, true),
  };
}
