import { z } from 'zod';
import { systemFiles } from './files.ts';
import type { Files } from './files.ts';

const whole = z.int().min(-100_000).max(100_000);

/** What the app remembers for convenience. Losing it loses nothing that matters, so nothing that matters is here. */
const fields = {
  window: z.object({ x: whole, y: whole, width: whole.min(1), height: whole.min(1), maximised: z.boolean() }),
  chosenEnvironment: z.string().max(64),
} as const;

type Field = keyof typeof fields;
type Value<F extends Field> = z.infer<(typeof fields)[F]>;
export type WindowPlace = Value<'window'>;

export interface Preferences {
  /** Null where it was never set, or cannot be read. */
  get<F extends Field>(field: F): Value<F> | null;
  /** Written at once. A disk that does not take it costs nothing but the memory. */
  set<F extends Field>(field: F, value: Value<F>): void;
}

/** Preferences in a small file (0600). A file that cannot be read never stops the app: it starts without. */
export function openPreferences(path: string, onUnreadable: () => void, files: Files = systemFiles): Preferences {
  const stored = read(path, files);
  if (stored === null) onUnreadable();
  // What a newer version keeps here is carried along.
  const all: Record<string, unknown> = { ...stored };
  return {
    get<F extends Field>(field: F) {
      const parsed = fields[field].safeParse(all[field]);
      return parsed.success ? (parsed.data as Value<F>) : null;
    },
    set(field, value) {
      if (JSON.stringify(all[field]) === JSON.stringify(value)) return;
      all[field] = value;
      try {
        files.writeDurably(path, Buffer.from(`${JSON.stringify(all, null, 2)}\n`));
      } catch {
        // It stands for this run.
      }
    },
  };
}

/** `{}` where there is no file yet, null where there is one that cannot be read. */
function read(path: string, files: Files): Record<string, unknown> | null {
  try {
    const bytes = files.read(path);
    return bytes === null ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}
