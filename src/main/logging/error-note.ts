/** What may be written down of an error: its class, its code and where in the code it came from. Never its words. */
export interface ErrorNote {
  readonly name: string;
  readonly code: string | null;
  readonly frames: readonly string[];
}

const mostFrames = 12;
/** `at Object.open (/somewhere/index.js:10:5)` → `open index.js:10:5`: no folder, it may hold a person's name. */
const frame = /^\s*at (?:async )?(?:([\w.$<>]{1,80}) (?:\[as [\w$]+\] )?)?\(?(?:.*[/\\])?([\w.-]{1,60}:\d{1,7}:\d{1,7})\)?$/;

const forms = { name: /^[A-Za-z]{1,40}$/, code: /^[A-Z][A-Z0-9_]{1,60}$/, frame: /^(?:[\w.$<>]{1,80} )?[\w.-]{1,60}:\d{1,7}:\d{1,7}$/ };

/** Whether this is what `noteError` makes: also for what was read from a file, or got around the types. */
export function isErrorNote(value: unknown): value is ErrorNote {
  if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'code,frames,name') return false;
  const { name, code, frames } = value as Record<keyof ErrorNote, unknown>;
  const fits = (text: unknown, form: RegExp): boolean => typeof text === 'string' && form.test(text);
  return (
    fits(name, forms.name) &&
    (code === null || fits(code, forms.code)) &&
    Array.isArray(frames) &&
    frames.length <= mostFrames &&
    frames.every((frame) => fits(frame, forms.frame))
  );
}

/** Anything that was thrown, as it may be written down. */
export function noteError(thrown: unknown): ErrorNote {
  if (!(thrown instanceof Error)) return { name: typeof thrown, code: null, frames: [] };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  return {
    name: keepIf(thrown.name, forms.name) ?? 'Error',
    code: keepIf(code, forms.code),
    frames: framesOf(thrown),
  };
}

function framesOf({ stack = '', message }: Error): string[] {
  // The stack begins with the words, and words can look like a frame.
  const words = stack.indexOf(message);
  return stack
    .slice(words === -1 ? 0 : words + message.length)
    .split('\n')
    .map((line) => frame.exec(line))
    .filter((match) => match !== null)
    .slice(0, mostFrames)
    .map(([, name, place]) => (name === undefined ? String(place) : `${name} ${place}`));
}

function keepIf(text: string | null, form: RegExp): string | null {
  return text !== null && form.test(text) ? text : null;
}
