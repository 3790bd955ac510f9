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
  const folded = foldCase(text);
  const forms = [...new Set(exposeEncodedForms(value).map(foldCase))].filter((form) => form !== '');
  if (forms.some((form) => form.length < shortestMaskable && folded.includes(form))) return null;
  const covered = new Uint8Array(text.length);
  for (const form of forms) {
    if (form.length <= tellingLength) coverWhole(folded, form, covered);
    else coverStretches(folded, form, covered);
  }
  return masked(text, covered);
}

/** ASCII only, so that positions stay the same. */
function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function coverWhole(text: string, form: string, covered: Uint8Array): void {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    covered.fill(1, at, at + form.length);
  }
}

/** Looks each 8-character stretch of the form up among those of the text: linear in both. */
function coverStretches(text: string, form: string, covered: Uint8Array): void {
  const places = new Map<string, number[]>();
  // A cheap first look: most stretches of a long form are ruled out by their hash alone.
  const seen = new Uint8Array(hashes);
  for (let at = 0; at + tellingLength <= text.length; at++) {
    const stretch = text.slice(at, at + tellingLength);
    places.set(stretch, [...(places.get(stretch) ?? []), at]);
    seen[hashAt(text, at)] = 1;
  }
  for (let at = 0; at + tellingLength <= form.length; at++) {
    if (seen[hashAt(form, at)] === 0) continue;
    for (const place of places.get(form.slice(at, at + tellingLength)) ?? []) {
      covered.fill(1, place, place + tellingLength);
    }
  }
}

const hashes = 1 << 16;

function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let i = at; i < at + tellingLength; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) & (hashes - 1);
}

function masked(text: string, covered: Uint8Array): string {
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    if (covered[at] === 0) shown += text[at];
    else if (at === 0 || covered[at - 1] === 0) shown += mask;
  }
  return shown;
}
