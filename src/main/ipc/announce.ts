import type { AnnouncementName, Announcements } from '../../shared/ipc/announcements.ts';
import { announcementTransport } from '../../shared/ipc/transport.ts';
import type { OwnWindows } from '../windows/own-windows.ts';

/** Tells every window of the app. News carry ids, states and counts; whoever wants more asks. */
export type Announce = <N extends AnnouncementName>(name: N, news: Announcements[N]) => void;

export function createAnnounce(windows: OwnWindows): Announce {
  return (name, news) => {
    for (const contents of windows.all()) contents.send(announcementTransport, name, news);
  };
}
