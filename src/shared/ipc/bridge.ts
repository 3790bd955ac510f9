import type { Reply } from '../reply.ts';
import type { AnnouncementName, Announcements } from './announcements.ts';
import type { Channel, Input, Output } from './requests.ts';

/** `window.kelvin`: what the preload script exposes, one function for each channel. */
export interface Bridge {
  readonly request: { readonly [C in Channel]: (input: Input<C>) => Promise<Reply<Output<C>>> };
  /** Listens to an announcement; the answer stops listening. */
  readonly on: <N extends AnnouncementName>(name: N, listener: (news: Announcements[N]) => void) => () => void;
  /** By whose rules this computer writes dates and numbers (a BCP 47 tag); null: it names none. */
  readonly locale: string | null;
}

/** How main tells the preload script the locale: an argument of the page's process that begins with this. */
export const localeArgument = '--kelvin-locale=';
