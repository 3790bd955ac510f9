import { appName } from './desktop.ts';

/** The application menu. Standard editing and window commands carry the system's own words. */
export const menu = {
  file: 'File',
  add: 'Add Secret…',
  import: 'Import…',
  settings: 'Settings…',
  lock: 'Lock Now',
  close: 'Close Window',
  quit: 'Quit',
  edit: 'Edit',
  view: 'View',
  secrets: 'Secrets',
  outbox: 'Outbox',
  search: 'Search Names',
  theme: 'Theme',
  density: 'Rows in Lists',
  environment: 'Environment',
  manage: 'Manage Environments…',
  noEnvironment: 'No Environment',
  sendNow: 'Send Now',
  workOffline: 'Work Offline',
  window: 'Window',
  help: 'Help',
  shortcuts: 'Keyboard Shortcuts',
  report: 'Report for Support…',
  about: `About ${appName}`,
} as const;
