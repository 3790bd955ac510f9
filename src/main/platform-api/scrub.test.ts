import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecretValue } from '../../shared/secret-value.ts';
import { exposeEncodedForms } from './encoded-forms.ts';
import { scrub } from './scrub.ts';

const valueOf = (text: string) => new SecretValue(new TextEncoder().encode(text));

/** How a platform may quote what it was sent. */
const quotings: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'as JSON': (text) => JSON.stringify(text),
  'as JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'as ASCII JSON': (text) => JSON.stringify(text).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'percent-encoded': (text) => encodeURIComponent(text),
  'as a form': (text) => new URLSearchParams({ v: text }).toString().slice(2),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in upper-case hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in base64 of a longer text': (text) => Buffer.from(`x${text}yz`).toString('base64'),
  'in base64 of another longer text': (text) => Buffer.from(`xy${text}z`).toString('base64'),
  'in capitals': (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
};

describe('scrubbing the platform\'s words of a value', () => {
  test.each(Object.entries(quotings))('leaves nothing of a value that is quoted %s', (_, quote) => {
    const value = 'Tr0ub4dor&3 "quoted" ünï🔑\n\tend+/=';
    const shown = scrub(`Value ${quote(value)} is not allowed`, valueOf(value)) ?? '';
    expect(shown).toContain('Value ');
    expect(shown).toContain('is not allowed');
    expectNoTrace(shown, value);
  });

  test('masks the beginning of a value that a validator cut short', () => {
    const value = 'correct horse battery staple';
    expect(scrub('value "correct horse ba…" is too weak', valueOf(value))).toBe('value "[…]…" is too weak');
  });

  test('masks every whole appearance of a short value', () => {
    expect(scrub('hunter2 or Hunter2?', valueOf('hunter2'))).toBe('[…] or […]?');
  });

  test('shows nothing where a value is too short to be masked', () => {
    expect(scrub('The value abc is too short', valueOf('abc'))).toBeNull();
    expect(scrub('Too short', valueOf('xyz'))).toBe('Too short');
  });

  test('leaves innocent words alone', () => {
    const words = 'The name may only contain lower-case letters, digits and dashes.';
    expect(scrub(words, valueOf('s3cr3t-value-0001'))).toBe(words);
  });

  test('also looks through a value of 1 MiB', () => {
    const value = Array.from({ length: 65_536 }, (_, line) => `${line.toString(36)}:0123456789x`).join('\n').slice(0, 1 << 20);
    const shown = scrub(`no: ${value.slice(500_000, 500_100)}`, valueOf(value)) ?? '';
    expectNoTrace(shown, value.slice(500_000, 500_100));
  });

  test('leaves no trace of any value, however it is quoted and whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 4, maxLength: 60 }),
        fc.constantFrom(...Object.values(quotings)),
        fc.string({ maxLength: 30 }),
        fc.string({ maxLength: 30 }),
        (value, quote, before, after) => {
          expectNoTrace(scrub(`${before}${quote(value)}${after}`, valueOf(value)) ?? '', value);
        },
      ),
    );
  });
});

/** Nothing of 8 characters or more of any form, and no short form whole. */
function expectNoTrace(shown: string, value: string): void {
  const folded = shown.toLowerCase();
  for (const form of exposeEncodedForms(valueOf(value)).map((text) => text.toLowerCase())) {
    for (let at = 0; at === 0 || at + 8 <= form.length; at++) {
      const stretch = form.slice(at, at + 8);
      if (stretch !== '' && !'[…]'.includes(stretch)) expect(folded.includes(stretch)).toBe(false);
    }
  }
}
