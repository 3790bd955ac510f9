import { contextBridge, ipcRenderer } from 'electron';
import { announcementNames } from '../shared/ipc/announcements.ts';
import type { AnnouncementName, Announcements } from '../shared/ipc/announcements.ts';
import { localesArgument, type Bridge } from '../shared/ipc/bridge.ts';
import { channels } from '../shared/ipc/requests.ts';
import { announcementTransport, requestTransport } from '../shared/ipc/transport.ts';
import type { Locales } from '../shared/words/formats.ts';

type Listener = (news: Announcements[AnnouncementName]) => void;

const listeners = new Map<AnnouncementName, Set<Listener>>(announcementNames.map((name) => [name, new Set()]));

ipcRenderer.on(announcementTransport, (_event, name: AnnouncementName, news: Announcements[AnnouncementName]) => {
  for (const listener of listeners.get(name) ?? []) listener(news);
});

// One function for each channel: there is no way to name another one, and Electron's own event, which leads
// back to ipcRenderer, never reaches the page.
const request = Object.fromEntries(
  channels.map((channel) => [channel, (input: unknown) => ipcRenderer.invoke(requestTransport, channel, input)]),
) as unknown as Bridge['request'];

function localesOf(given: readonly string[]): Locales {
  const argument = given.find((one) => one.startsWith(localesArgument));
  return argument === undefined ? { dates: null, numbers: null } : (JSON.parse(argument.slice(localesArgument.length)) as Locales);
}

const bridge: Bridge = {
  request,
  locales: localesOf(process.argv),
  on(name, listener) {
    const heard = listener as Listener;
    listeners.get(name)?.add(heard);
    return () => {
      listeners.get(name)?.delete(heard);
    };
  },
};

contextBridge.exposeInMainWorld('kelvin', bridge);
