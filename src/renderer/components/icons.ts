/**
 * The product's own icons on a 16 px grid, as path data. Stroke 1.5 px at every size (set in CSS), no fills.
 * `moving` is the part that rises while something is being sent.
 */
interface Drawing {
  readonly d: string;
  readonly moving?: string;
}

const ring = 'M2 8a6 6 0 1 0 12 0 6 6 0 1 0-12 0Z';
const crossedOut = 'm2.25 2.25 11.5 11.5';

export const icons = {
  arrived: { d: 'm3 8.5 3.25 3.25L13 4.75' },
  ok: { d: 'm3 8.5 3.25 3.25L13 4.75' },
  confirmed: { d: `${ring}m3.4.2 1.8 1.8 3.4-3.8` },
  clock: { d: `${ring}M8 4.75V8l2.25 1.5` },
  sending: { d: ring, moving: 'M8 11V5.25M5.5 7.5 8 5l2.5 2.5' },
  checking: {
    d: 'M2.25 7a4.75 4.75 0 1 0 9.5 0 4.75 4.75 0 1 0-9.5 0ZM10.75 10.75 14 14M5.9 5.8a1.2 1.2 0 1 1 1.75 1.05c-.4.22-.65.5-.65.95M7 9.3v.01',
  },
  attention: {
    d: 'M7.1 2.9 1.9 12a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 2.9a1 1 0 0 0-1.8 0ZM8 6.5v3M8 11.4v.01',
  },
  hold: { d: `${ring}M6.5 6v4M9.5 6v4` },
  info: { d: `${ring}M8 7.5v3.25M8 5.1v.01` },
  more: {
    d: 'M2.75 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0ZM7.5 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0ZM12.25 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0Z',
  },
  updown: { d: 'm5 6 3-3 3 3M5 10l3 3 3-3' },
  settings: {
    d: 'M2 5h6.5M12.5 5H14M2 11h1.5M7.5 11H14M8.75 5a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 1 0-3.5 0ZM3.75 11a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 1 0-3.5 0Z',
  },
  outbox: { d: 'M2 9.5v2.75c0 .7.55 1.25 1.25 1.25h9.5c.7 0 1.25-.55 1.25-1.25V9.5M8 10V2.5M5 5.25 8 2.25l3 3' },
  key: { d: 'M2.25 10.75a3 3 0 1 0 6 0 3 3 0 1 0-6 0ZM7.4 8.6 13.5 2.5M10.75 5.25l2.25 2.25' },
  plus: { d: 'M8 3v10M3 8h10' },
  search: { d: 'M2.5 7a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0ZM10.5 10.5 14 14' },
  up: { d: 'M3.5 10 8 5.5 12.5 10' },
  down: { d: 'M3.5 6 8 10.5 12.5 6' },
  right: { d: 'M6 3.5 10.5 8 6 12.5' },
  edit: { d: 'm10.75 2.75 2.5 2.5L5.5 13H3v-2.5Z' },
  close: { d: 'm4 4 8 8M12 4l-8 8' },
  'sign-in': {
    d: 'M9.5 2.5h2.75c.7 0 1.25.55 1.25 1.25v8.5c0 .7-.55 1.25-1.25 1.25H9.5M2.5 8h7M7 5.25 9.75 8 7 10.75',
  },
  hide: {
    d: `${crossedOut}M6.4 3.7c.5-.13 1-.2 1.6-.2 4.1 0 6.5 4.5 6.5 4.5a12 12 0 0 1-1.9 2.4M4.2 4.7A11.6 11.6 0 0 0 1.5 8S3.9 12.5 8 12.5c1.2 0 2.3-.4 3.2-.95M6.6 6.6a2 2 0 0 0 2.8 2.8`,
  },
  reveal: { d: 'M1.5 8S3.9 3.5 8 3.5 14.5 8 14.5 8 12.1 12.5 8 12.5 1.5 8 1.5 8ZM6 8a2 2 0 1 0 4 0 2 2 0 1 0-4 0Z' },
  offline: {
    d: `${crossedOut}M4.6 5.2a3.75 3.75 0 0 0 .4 7.3h6.6M7.2 4.4a3.75 3.75 0 0 1 4.1 2.9 2.7 2.7 0 0 1 2.35 3.9`,
  },
  shield: { d: 'M8 1.75 13 3.75v4c0 3.2-2 5.4-5 6.5-3-1.1-5-3.3-5-6.5v-4ZM5.75 7.9l1.6 1.6 2.9-3.2' },
  bin: { d: 'M2.5 4.25h11M6 4V2.5h4V4M4 4.25l.6 9.25h6.8l.6-9.25M6.6 7v4M9.4 7v4' },
  lock: { d: 'M4.5 7h7A1.5 1.5 0 0 1 13 8.5v4a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7ZM5 7V5a3 3 0 0 1 6 0v2' },
  platform: {
    d: 'M3.5 2.5h9c.7 0 1.25.55 1.25 1.25v2c0 .7-.55 1.25-1.25 1.25h-9c-.7 0-1.25-.55-1.25-1.25v-2c0-.7.55-1.25 1.25-1.25ZM3.5 9h9c.7 0 1.25.55 1.25 1.25v2c0 .7-.55 1.25-1.25 1.25h-9c-.7 0-1.25-.55-1.25-1.25v-2C2.25 9.55 2.8 9 3.5 9ZM5 4.75v.01M5 11.25v.01',
  },
  'send-now': { d: 'M5 3.25v9.5L12.5 8Z' },
  newline: { d: 'M13 3.5v4c0 .83-.67 1.5-1.5 1.5H3M6 6 3 9l3 3' },
  refresh: { d: 'M13.25 8a5.25 5.25 0 1 1-1.6-3.75L13.25 5.75M13.25 2.5v3.25H10' },
  person: { d: 'M5.25 5.25a2.75 2.75 0 1 0 5.5 0 2.75 2.75 0 1 0-5.5 0ZM2.75 13.75c.5-2.7 2.6-4.25 5.25-4.25s4.75 1.55 5.25 4.25' },
  rename: { d: 'M2.5 12.5h11M4 9.75 8 2.5l4 7.25M5.4 7.25h5.2' },
} as const satisfies Record<string, Drawing>;

export type IconName = keyof typeof icons;

/** The drawing of an icon, with `moving` present or not. */
export function drawingOf(name: IconName): Drawing {
  return icons[name];
}
