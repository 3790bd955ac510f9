import type { Reply } from '../reply.ts';
import type { Locales } from '../words/formats.ts';
import type { AnnouncementName, Announcements } from './announcements.ts';
import type { Channel, Input, Output } from './requests.ts';

/** `window.kelvin`: what the preload script exposes, one function for each channel. */
export interface Bridge {
  readonly request: { readonly [C in Channel]: (input: Input<C>) => Promise<Reply<Output<C>>> };
  /** Listens to an announcement; the answer stops listening. */
  readonly on: <N extends AnnouncementName>(name: N, listener: (news: Announcements[N]) => void) => () => void;
  /** By whose rules this computer writes dates and numbers. */
  readonly locales: Locales;
}

/** How main tells the preload script: an argument of the page's process that begins with this, and JSON behind it. */
export const localesArgument = '--kelvin-locales=';
