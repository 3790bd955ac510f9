/**
 * The two names that Electron itself sees. Every request travels as `(requestTransport, channel, input)`:
 * through one door, so that a channel nobody knows is refused with an answer like everything else.
 */
export const requestTransport = 'kelvin.request';
/** Every announcement travels as `(announcementTransport, name, news)`. */
export const announcementTransport = 'kelvin.announcement';
