import { ESLint } from 'eslint';
import { resolve } from 'node:path';
import typescript from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

// The project's real configuration; only the rules that need a file on disk (types) are switched off.
const eslint = new ESLint({
  cwd: resolve(import.meta.dirname, '../..'),
  overrideConfig: [{ files: ['**/*.ts'], ...typescript.configs.disableTypeChecked }] as never,
});

/** What lint says of this code if it stood in that file. */
async function lint(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? [])
    .filter(({ ruleId, fatal }) => fatal === true || ruleId?.startsWith('kelvin/') || ruleId === 'no-console')
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

const use = (specifier: string, what = '{ x }') => `import ${what} from '${specifier}';\nvoid x;\n`;

describe('imports point down', () => {
  const refused: [string, string, string, RegExp][] = [
    ['storage knowing the outbox', 'src/main/storage/planted.ts', '../outbox/entries.ts', /must not know it.*start\.ts/],
    ['the outbox knowing sync', 'src/main/outbox/planted.ts', '../sync/engine.ts', /must not know it/],
    ['anything knowing start', 'src/main/windows/planted.ts', '../start.ts', /must not know it/],
    ['siblings using each other', 'src/main/outbox/planted.ts', '../auth/sessions.ts', /same level.*start\.ts hand/],
    ['a module without a place', 'src/main/brandnew/planted.ts', '../system/clock.ts', /scripts\/lint\/zones\.js/],
    ['main using the renderer', 'src/main/windows/planted.ts', '../../renderer/client.ts', /src\/shared in common/],
    ['the renderer using main', 'src/renderer/planted.ts', '../main/system/clock.ts', /src\/shared in common/],
    ['preload using main', 'src/preload/planted.ts', '../main/system/clock.ts', /src\/shared in common/],
    ['shared using main', 'src/shared/planted.ts', '../main/system/clock.ts', /src\/shared in common/],
    ['shared using Node', 'src/shared/planted.ts', 'node:fs', /all three processes/],
    ['shared using Electron', 'src/shared/planted.ts', 'electron', /all three processes/],
    ['the renderer using Node', 'src/renderer/planted.ts', 'fs', /sandboxed and has no Node/],
    ['preload using Node', 'src/preload/planted.ts', 'node:path', /preload script is sandboxed/],
    ['the outbox using Electron', 'src/main/outbox/planted.ts', 'electron', /thin port into src\/main\/system/],
    ['the app using the sandbox', 'src/main/auth/planted.ts', '../../../sandbox/clock.ts', /must not share code/],
    ['the sandbox using the app', 'sandbox/planted.ts', '../src/shared/entry.ts', /must not share code/],
    ['the app using test code', 'src/main/auth/planted.ts', '../../../tests/support/x.ts', /Only tests/],
  ];
  it.each(refused)('refuses %s', async (_what, file, specifier, says) => {
    expect(await lint(file, use(specifier))).toEqual([expect.stringMatching(says)]);
  });

  const allowed: [string, string, string, string?][] = [
    ['a module using what lies below', 'src/main/sync/planted.ts', '../outbox/entries.ts'],
    ['a module using itself', 'src/main/sync/planted.ts', './engine.ts'],
    ['start using everything', 'src/main/start.ts', './tray/tray.ts'],
    ['siblings naming a type', 'src/main/outbox/planted.ts', '../auth/sessions.ts', 'type { x }'],
    ['shared from anywhere', 'src/renderer/planted.ts', '../shared/entry.ts'],
    ['Electron in windows', 'src/main/windows/planted.ts', 'electron', '{ BrowserWindow as x }'],
    ['a unit test reaching for test support', 'src/main/outbox/planted.test.ts', '../../../tests/support/x.ts'],
    ['a test using app and sandbox', 'tests/e2e/planted.ts', '../../sandbox/launch.ts'],
  ];
  it.each(allowed)('allows %s', async (_what, file, specifier, what) => {
    const code = what?.startsWith('type') ? `import ${what} from '${specifier}';\nexport type Y = typeof x;\n` : use(specifier, what);
    expect(await lint(file, code)).toEqual([]);
  });

  it('sees dynamic imports, re-exports and type imports too', async () => {
    const file = 'src/main/storage/planted.ts';
    expect(await lint(file, "export * from '../sync/engine.ts';\n")).toHaveLength(1);
    expect(await lint(file, "export const load = () => import('../sync/engine.ts');\n")).toHaveLength(1);
    expect(await lint(file, "export type X = import('../sync/engine.ts').X;\n")).toHaveLength(1);
  });

  it('holds inside Svelte components', async () => {
    const code = `<script lang="ts">\n  import { x } from '../main/start.ts';\n  void x;\n</script>\n`;
    expect(await lint('src/renderer/planted.svelte', code)).toEqual([expect.stringMatching(/src\/shared in common/)]);
  });
});

describe('each part of Electron has one door', () => {
  it.each([
    ['ipcMain', 'src/main/windows/planted.ts', /src\/main\/ipc/],
    ['safeStorage', 'src/main/system/other.ts', /keychain\.ts/],
    ['net', 'src/main/windows/planted.ts', /Network port/],
  ])('refuses %s elsewhere', async (name, file, says) => {
    expect(await lint(file, use('electron', `{ ${name} as x }`))).toEqual([expect.stringMatching(says)]);
  });

  it.each([
    ['ipcMain', 'src/main/ipc/planted.ts'],
    ['ipcRenderer', 'src/preload/planted.ts'],
    ['safeStorage', 'src/main/system/keychain.ts'],
    ['net', 'src/main/system/planted.ts'],
  ])('allows %s at its door', async (name, file) => {
    expect(await lint(file, use('electron', `{ ${name} as x }`))).toEqual([]);
  });

  it('refuses the whole of Electron at once, where parts would hide', async () => {
    expect(await lint('src/main/windows/planted.ts', use('electron', '* as x'))).toHaveLength(1);
  });
});

describe('one road to the network', () => {
  it.each([
    ['fetch in main', 'src/main/auth/planted.ts', "export const x = fetch('a');\n", /Network port/],
    ['fetch by globalThis', 'src/main/auth/planted.ts', "export const x = globalThis.fetch('a');\n", /Network port/],
    ['fetch in the renderer', 'src/renderer/planted.ts', "export const x = fetch('a');\n", /never talks to the network/],
    ['a web socket', 'src/renderer/planted.ts', "export const x = new WebSocket('a');\n", /never talks/],
  ])('refuses %s', async (_what, file, code, says) => {
    expect(await lint(file, code)).toEqual([expect.stringMatching(says)]);
  });

  it('allows a fetch that was handed in, and the type of it', async () => {
    const code = 'export const get = (fetch: typeof globalThis.fetch) => fetch("a");\nexport type F = typeof fetch;\n';
    expect(await lint('src/main/auth/planted.ts', code)).toEqual([]);
  });

  it('allows it in system and in tests', async () => {
    expect(await lint('src/main/system/planted.ts', "export const x = fetch('a');\n")).toEqual([]);
    expect(await lint('src/main/auth/planted.test.ts', "export const x = fetch('a');\n")).toEqual([]);
  });
});

describe('names', () => {
  it('refuses default exports outside tool configs', async () => {
    expect(await lint('src/main/outbox/planted.ts', 'export default 1;\n')).toEqual([expect.stringMatching(/Give it a name/)]);
    expect(await lint('vitest.config.ts', 'export default 1;\n')).toEqual([]);
  });

  it.each(['src/main/outbox/Planted.ts', 'src/main/outbox/outbox_entry.ts'])('refuses the file name %s', async (file) => {
    expect(await lint(file, 'export const x = 1;\n')).toEqual([expect.stringMatching(/kebab-case/)]);
  });

  it.each(['utils.ts', 'outbox-helpers.ts', 'sync-manager.ts'])('refuses the vague file name %s', async (name) => {
    expect(await lint(`src/main/outbox/${name}`, 'export const x = 1;\n')).toEqual([expect.stringMatching(/does not say/)]);
  });
});

it('refuses writing to the console outside logging', async () => {
  expect(await lint('src/main/outbox/planted.ts', 'console.log(1);\n')).toEqual([expect.stringMatching(/no-console/)]);
  expect(await lint('src/main/logging/planted.ts', 'console.log(1);\n')).toEqual([]);
});

describe('what a person reads stands in src/shared/words', () => {
  const page = (markup: string): Promise<string[]> =>
    lint('src/renderer/planted.svelte', `<script lang="ts">\n  const { busy, words }: { busy: boolean; words: string } = $props();\n</script>\n\n${markup}\n`);

  it.each([
    ['in the markup', '<p>Saved.</p>'],
    ['in an attribute', '<img src="" alt="A tower">'],
    ['beside what is put in', '<p aria-label="{words} to here">·</p>'],
    ['in a branch', "<p>{busy ? 'Saving' : words}</p>"],
    ['in a template', `<p title={\`\${words} is saved\`}></p>`],
  ])('refuses words %s', async (_where, markup) => {
    expect(await page(markup)).toEqual([expect.stringMatching(/A person reads ".*": put it into src\/shared\/words/)]);
  });

  it.each(['<p>{words} · {busy ? words : 7}%</p>', '<p class="lead" role="note">&nbsp;</p>', "<p>{words === 'open' ? words : ''}</p>", '<style>p { color: red; }</style>'])(
    'allows %s', async (markup) => {
      expect(await page(markup)).toEqual([]);
    });
});
