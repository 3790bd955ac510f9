/** What may be written down of an error: its class, its code and where in the code it came from. Never its words. */
export interface ErrorNote {
  readonly name: string;
  readonly code: string | null;
  readonly frames: readonly string[];
}

const mostFrames = 12;
/** `at Object.open (/somewhere/index.js:10:5)` → `open index.js:10:5`: no folder, it may hold a person's name. */
const frame = /^\s*at (?:async )?(?:([\w.$<>]{1,80}) (?:\[as [\w$]+\] )?)?\(?(?:.*[/\\])?([\w.-]{1,60}:\d{1,7}:\d{1,7})\)?$/;

/** Anything that was thrown, as it may be written down. */
export function noteError(thrown: unknown): ErrorNote {
  if (!(thrown instanceof Error)) return { name: typeof thrown, code: null, frames: [] };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  return {
    name: keepIf(thrown.name, /^[A-Za-z]{1,40}$/) ?? 'Error',
    code: keepIf(code, /^[A-Z][A-Z0-9_]{1,60}$/),
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
