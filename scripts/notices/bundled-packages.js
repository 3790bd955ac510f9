// A bundler plugin that writes down which packages' code really went into a bundle. The notices are made
// from that, not from package.json, where tools and shipped libraries stand side by side.
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

/** @param {'main' | 'preload' | 'renderer'} process  names the list, in out/bundled-packages/ */
export function bundledPackages(process) {
  return {
    name: 'bundled-packages',
    async generateBundle(_options, bundle) {
      const folders = new Set();
      for (const chunk of Object.values(bundle)) {
        for (const [id, module] of Object.entries(chunk.modules ?? {})) {
          const folder = module.renderedLength > 0 && PACKAGE.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[0];
          if (folder) folders.add(folder);
        }
      }
      const { mkdir, writeFile } = await import('node:fs/promises');
      await mkdir('out/bundled-packages', { recursive: true });
      await writeFile(`out/bundled-packages/${process}.json`, JSON.stringify([...folders].sort(), null, 2));
    },
  };
}
