import { maxImportBytes, maxImportCount } from '../../shared/import/import-line.ts';
import type { Channel } from '../../shared/ipc/requests.ts';

/** How much one request may carry. */
export interface Bounds {
  /** Of text, in UTF-16 units. */
  readonly text: number;
  /** Of objects, lists, texts, numbers: each costs the least. */
  readonly parts: number;
}

/** A value of 1 MiB and room to say it is too large; so many ids as a question about an outbox names. */
const usual: Bounds = { text: 4 * 1024 * 1024, parts: 32_768 };

/** A whole import, each secret with its name, its value and the three texts that a replace saw, and room to say no. */
const wholeImport: Bounds = { text: maxImportBytes + 4 * 1024 * 1024, parts: 8 * (maxImportCount + 1) };

/** The bounds of a channel, beyond those of its own rules. */
export function boundsOf(channel: Channel): Bounds {
  return channel === 'outbox.add-many' ? wholeImport : usual;
}

const deepest = 4;

/** Names that reach an object's prototype instead of the object. */
const polluting: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Looks at what came from a renderer before anything parses it: plain objects, arrays, text, numbers and
 * truth values, within bounds. It costs no more than the bounds, however large the input is.
 */
export function measureInput(input: unknown, most: Bounds = usual): 'fine' | 'bad-input' | 'too-large' {
  const toSee: { readonly part: unknown; readonly depth: number }[] = [{ part: input, depth: 0 }];
  let text = 0;
  for (let seen = 0; toSee.length > 0; seen++) {
    if (seen >= most.parts) return 'too-large';
    const next = toSee.pop();
    if (next === undefined) break;
    const { part, depth } = next;
    if (typeof part === 'string') text += part.length;
    else if (typeof part === 'object' && part !== null) {
      if (depth >= deepest || !isPlain(part)) return 'bad-input';
      if (Array.isArray(part) && part.length > most.parts) return 'too-large';
      const keys = Reflect.ownKeys(part);
      if (keys.length > most.parts) return 'too-large';
      for (const key of keys) {
        if (typeof key !== 'string' || polluting.has(key)) return 'bad-input';
        text += key.length;
        const property = Object.getOwnPropertyDescriptor(part, key);
        if (property !== undefined && !('value' in property)) return 'bad-input';
        if (property?.enumerable === true) toSee.push({ part: property.value as unknown, depth: depth + 1 });
      }
    } else if (!isPlainPrimitive(part)) return 'bad-input';
    if (text > most.text) return 'too-large';
  }
  return 'fine';
}

function isPlain(part: object): boolean {
  if (Array.isArray(part)) return true;
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === Object.prototype || prototype === null;
}

function isPlainPrimitive(part: unknown): boolean {
  return part === null || typeof part === 'boolean' || (typeof part === 'number' && Number.isFinite(part));
}
