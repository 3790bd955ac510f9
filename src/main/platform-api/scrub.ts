import type { SecretValue } from '../../shared/secret-value.ts';
import { exposeEncodedForms } from './encoded-forms.ts';

/** Validators quote only the beginning of what they were sent: this much of any form of a value gives it away. */
const tellingLength = 8;

/** Below this a value is found in any text by chance, and its place in the text would tell it. */
const shortestMaskable = 4;

const mask = '[…]';

/**
 * The text without any trace of the value: every whole form of it, and every stretch of 8 characters or more
 * that a form and the text have in common, is masked; letters' case does not matter. Null where the value has
 * fewer than 4 characters in some form that the text contains: then nothing of the text can be shown.
 */
export function scrub(text: string, value: SecretValue): string | null {
  const forms = [...new Set(exposeEncodedForms(value))].filter((form) => form !== '');
  const short = forms.filter((form) => form.length <= tellingLength).map(foldCase);
  const folded = foldCase(text);
  if (short.some((form) => form.length < shortestMaskable && folded.includes(form))) return null;
  const covered = new Uint8Array(text.length);
  for (const form of short) coverWhole(folded, form, covered);
  const stretches = stretchesOf(folded);
  for (const form of forms) {
    if (form.length > tellingLength) coverStretches(stretches, form, covered);
  }
  return masked(text, covered);
}

/** ASCII only, so that positions stay the same. */
function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function coverWhole(folded: string, form: string, covered: Uint8Array): void {
  for (let at = folded.indexOf(form); at >= 0; at = folded.indexOf(form, at + 1)) {
    covered.fill(1, at, at + form.length);
  }
}

/** Where each 8-character stretch of the text stands, and which hashes occur at all. */
interface Stretches {
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly seen: Uint8Array;
}

function stretchesOf(folded: string): Stretches {
  const places = new Map<string, number[]>();
  const seen = new Uint8Array(buckets);
  eachStretch(folded, (at, bucket) => {
    const stretch = folded.slice(at, at + tellingLength);
    places.set(stretch, [...(places.get(stretch) ?? []), at]);
    seen[bucket] = 1;
  });
  return { places, seen };
}

/** A value of 1 MiB has forms of many MiB: the hash rules most of it out before a string is made of a stretch. */
function coverStretches({ places, seen }: Stretches, form: string, covered: Uint8Array): void {
  eachStretch(form, (at, bucket) => {
    if (seen[bucket] === 0) return;
    for (const place of places.get(foldCase(form.slice(at, at + tellingLength))) ?? []) {
      covered.fill(1, place, place + tellingLength);
    }
  });
}

const buckets = 1 << 15;
const factor = 0x01000193;
const factorOfTheOldest = Array.from({ length: tellingLength }).reduce<number>((power) => Math.imul(power, factor), 1);

/** Visits every stretch with the hash of its folded characters, which is carried on from one place to the next. */
function eachStretch(text: string, visit: (at: number, bucket: number) => void): void {
  let hash = 0;
  for (let end = 0; end < text.length; end++) {
    hash = (Math.imul(hash, factor) + foldedCode(text, end)) | 0;
    const at = end - tellingLength + 1;
    if (at > 0) hash = (hash - Math.imul(foldedCode(text, at - 1), factorOfTheOldest)) | 0;
    if (at >= 0) visit(at, ((hash >>> 15) ^ hash) & (buckets - 1));
  }
}

function foldedCode(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

function masked(text: string, covered: Uint8Array): string {
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    if (covered[at] === 0) shown += text[at];
    else if (at === 0 || covered[at - 1] === 0) shown += mask;
  }
  return shown;
}
