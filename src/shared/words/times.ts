import { formats } from './formats.ts';

/** Times in a person's words, in this computer's time zone and as its region writes them. Wall clock ms in. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What stands for a time that is none: NaN, or beyond what ECMA-262 can count. Nothing that is drawn may throw. */
const noTime = '–';

/** 14:32 */
export function clockTime(at: number): string {
  return isTime(at) ? formats().clockTime.format(onTheWall(at)) : noTime;
}

/** 4 Nov 2026 */
export function date(at: number): string {
  return isTime(at) ? formats().date.format(onTheWall(at)) : noTime;
}

/** For a column: "today, 14:32", "yesterday, 17:40", "4 Nov 2026". */
export function when(at: number, now: number): string {
  const name = dayName(at, now);
  return name === null ? date(at) : `${name}, ${clockTime(at)}`;
}

/** For a sentence: "at 14:32", "yesterday at 17:40", "on 4 Nov 2026". */
export function atTime(at: number, now: number): string {
  if (!isTime(at)) return noTime;
  const name = dayName(at, now);
  if (name === 'today') return `at ${clockTime(at)}`;
  return name === null ? `on ${date(at)}` : `${name} at ${clockTime(at)}`;
}

/** For "as of …": "14:30 today", "17:40 yesterday", "4 Nov 2026". */
export function asOf(at: number, now: number): string {
  const name = dayName(at, now);
  return name === null ? date(at) : `${clockTime(at)} ${name}`;
}

/** "14:40" today, "tomorrow at 09:00", else a date and time: when something will happen. */
export function until(at: number, now: number): string {
  if (!isTime(at)) return noTime;
  const name = dayName(at, now);
  if (name === 'today') return clockTime(at);
  return name === null ? `${date(at)}, ${clockTime(at)}` : `${name} at ${clockTime(at)}`;
}

/** "just now", "5 s ago", "2 min ago", "3 h ago", then the day. A time in the future is "just now": clocks differ. */
export function ago(at: number, now: number): string {
  if (!isTime(at)) return noTime;
  const past = now - at;
  if (past < 3 * second) return 'just now';
  if (past < minute) return `${String(Math.floor(past / second))} s ago`;
  if (past < hour) return `${String(Math.floor(past / minute))} min ago`;
  if (past < day) return `${String(Math.floor(past / hour))} h ago`;
  return atTime(at, now);
}

/** As `ago`, for places that are redrawn twice a minute: seconds are not counted there. */
export function roughlyAgo(at: number, now: number): string {
  return isTime(at) && now - at < minute ? 'just now' : ago(at, now);
}

/** "in 8 s", "in 2 min", "at 17:40", "tomorrow at 09:00", "on 4 Dec 2026, 09:00"; null when it is due. */
export function inTime(at: number, now: number): string | null {
  if (!isTime(at)) return noTime;
  const ahead = at - now;
  if (ahead <= 0) return null;
  if (ahead < minute) return `in ${String(Math.ceil(ahead / second))} s`;
  if (ahead < hour) return `in ${String(Math.ceil(ahead / minute))} min`;
  const name = dayName(at, now);
  return name === 'today' ? `at ${until(at, now)}` : name === null ? `on ${until(at, now)}` : until(at, now);
}

/** For a tooltip: "4 Nov 2026, 14:32:07". */
export function exactTime(at: number): string {
  return !isTime(at) ? noTime : `${date(at)}, ${formats().exactTime.format(onTheWall(at))}`;
}

/** The platform's own text (RFC 3339) as wall clock ms, or null where it is no time. */
export function platformTime(text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function isTime(at: number): boolean {
  return !Number.isNaN(onTheWall(at));
}

/** Days are told apart by the calendar, not by 24 hours: at 00:05, 23:50 was yesterday. */
function dayName(at: number, now: number): 'today' | 'yesterday' | 'tomorrow' | null {
  const days = Math.round((midnight(at) - midnight(now)) / day);
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : null;
}

function midnight(at: number): number {
  const then = new Date(at);
  return new Date(then.getFullYear(), then.getMonth(), then.getDate()).getTime();
}

/** What clock and calendar show here, as a time in UTC: a format keeps the zone that it was made in, and people travel. */
function onTheWall(at: number): number {
  const here = new Date(at);
  const there = new Date(0); // Date.UTC takes the year 1 for 1901
  there.setUTCFullYear(here.getFullYear(), here.getMonth(), here.getDate());
  return there.setUTCHours(here.getHours(), here.getMinutes(), here.getSeconds());
}
