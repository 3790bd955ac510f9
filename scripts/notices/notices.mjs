// THIRD-PARTY-NOTICES.txt: what of other people's work is shipped, under which licence, with its text.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from '../setup/places.mjs';
import { nativeParts } from './native-parts.mjs';

export const noticesFile = join(root, 'THIRD-PARTY-NOTICES.txt');

// Licences that ask for no more than their text. Anything else is for a person to decide.
const WELCOME = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const RULE = '-'.repeat(80);
const OPENING = `Kelvin Secrets contains the work of others, listed here with their licences.

Made by \`npm run notices\` from what the bundles and the native database module
really contain. Electron brings Chromium and many libraries; their notices lie
beside the app as LICENSES.chromium.html.
`;

/** The text of the notices for the bundles that are in out/. */
export function composeNotices() {
  const shipped = [...bundledFolders(), join(modules, 'better-sqlite3'), join(modules, 'node-addon-api')];
  const packages = [...new Set(shipped)].map(describePackage);
  const electron = { ...describePackage(join(modules, 'electron')), title: `electron ${pinned()}` };
  const entries = [...packages, electron].sort((a, b) => (a.title < b.title ? -1 : 1));
  return [OPENING, ...[...entries, ...nativeParts()].map(section)].join('\n');
}

function bundledFolders() {
  return ['main', 'preload', 'renderer'].flatMap((process) =>
    JSON.parse(readFileSync(join(root, 'out/bundled-packages', `${process}.json`), 'utf8')),
  );
}

function describePackage(folder) {
  const { name, version, license: stated, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() : undefined;
  const license = stated ?? (/^(the )?MIT license/i.test(text ?? '') ? 'MIT' : undefined);
  if (!WELCOME.includes(license)) {
    throw new Error(`${name} is shipped, but its licence (${license ?? 'none stated'}) is not one that this project took on.`);
  }
  const by = typeof author === 'object' ? author.name : author;
  return { title: `${name} ${version}`, license, text: text ?? `By ${by ?? `the authors of ${name}`}, under the ${license} licence.` };
}

const pinned = () => JSON.parse(readFileSync(join(modules, 'electron/package.json'), 'utf8')).version;

const section = ({ title, license, text }) => `${RULE}\n${title} (${license})\n${RULE}\n\n${text}\n`;
