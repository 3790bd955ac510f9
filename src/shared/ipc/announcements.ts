import type { AppPhase } from '../app-state.ts';
import type { DesktopChoices } from '../desktop.ts';
import type { EnvironmentId } from '../environment.ts';
import type { MenuCommand } from '../menu-command.ts';

/** Main → renderer news: ids, states and counts only. Whoever wants the data asks for it. */
export interface Announcements {
  'phase-changed': AppPhase;
  'environments-changed': Record<string, never>;
  'session-changed': { readonly environmentId: EnvironmentId };
  /** Entries of this environment moved, or its gate or counts did. */
  'outbox-changed': { readonly environmentId: EnvironmentId };
  'secrets-changed': { readonly environmentId: EnvironmentId };
  /** A proxy wants to know who asks, or does not any more. */
  'proxy-asks': Record<string, never>;
  /** A platform asks for a certificate of the person's, or does not any more. */
  'certificate-asks': Record<string, never>;
  /** A menu, the tray or a notification asks this of the page. */
  menu: MenuCommand;
  /** Theme or density may be another one. */
  'desktop-changed': DesktopChoices;
  /**
   * The person asked to quit. A page where nothing would be lost or stay answers `app.quit` by itself; else it says
   * `app.quit-question` and the person answers.
   */
  'quit-asked': {
    readonly openEntries: number;
    readonly needAttention: number;
    readonly sending: number;
    /** What will not be sent by itself when the app is opened again, where there is any. */
    readonly held?: number;
    readonly waitForSignIn?: number;
    /** Of nobody yet, where somebody is signed in. */
    readonly unclaimed?: number;
    /** Of other accounts. */
    readonly foreign?: number;
    /** Nothing is sent then, also after the next start. */
    readonly worksOffline?: boolean;
  };
}

export type AnnouncementName = keyof Announcements;

export const announcementNames: readonly AnnouncementName[] = [
  'phase-changed',
  'environments-changed',
  'session-changed',
  'outbox-changed',
  'secrets-changed',
  'proxy-asks',
  'certificate-asks',
  'menu',
  'desktop-changed',
  'quit-asked',
];
