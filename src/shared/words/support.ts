/** The dialog with the report for support. */
export const report = {
  title: 'Report for support',
  lead: 'This is all of it: versions, states, codes, counts and times. No names, hosts, accounts, values or folders are in it. Read it before you give it to anybody.',
  text: 'The report',
  busy: 'Writing the report…',
  save: 'Save…',
  copy: 'Copy',
  saved: 'Saved.',
  copied: 'It is on the clipboard.',
  notWritten: 'The file could not be written there. Choose another place.',
  /** On the screens where the app cannot go on, and in menus. */
  open: 'Report for support…',
} as const;

export const about = {
  title: 'About Kelvin Secrets',
  what: 'Creates secrets on the Kelvin platform from places where the network comes and goes.',
  version: 'Version',
  licence: 'MIT licence. It contains the work of others:',
  notices: 'Licences',
  noNotices: 'The file with the licences is not where it was installed. Install the app again to read it.',
} as const;

const runtimeNames: Readonly<Record<string, string>> = { electron: 'Electron', chrome: 'Chromium', node: 'Node.js' };

/** "Electron 45.4.1" */
export function runtimeWords({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${runtimeNames[name] ?? name} ${version}`;
}
