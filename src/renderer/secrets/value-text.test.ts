import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editBetween } from './value-edit.ts';
import { ValueText } from './value-text.ts';
import { masked, revealed, type View } from './value-view.ts';

const views = [revealed, masked];

/** Text made of everything that a text field is known to spoil. */
const awkward = fc
  .array(
    fc.constantFrom('a', ' ', '\t', '\r', '\n', '\r\n', '\0', '\u001b', '\u007f', 'é', 'e\u0301', '•', '␀', '🔑', '👩‍🔧', '\ud83d', '\udd11', '\u2028'),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

const view = fc.constantFrom(...views);

/** An oracle that shares nothing with the implementation: the text cut into the units that a view shows. */
function unitsOf(shown: View, text: string): string[] {
  const pattern = shown.name === 'masked' ? /\r\n|[\s\S]/gu : /\r\n|[\s\S]/g;
  return text.match(pattern) ?? [];
}

function holding(text: string): ValueText {
  const value = new ValueText();
  value.insertExact(revealed, { start: 0, end: 0 }, text);
  return value;
}

const selectionIn = (length: number, a: number, b: number) => ({
  start: Math.min(Math.floor(a * (length + 1)), length, Math.floor(b * (length + 1))),
  end: Math.max(Math.min(Math.floor(a * (length + 1)), length), Math.min(Math.floor(b * (length + 1)), length)),
});

const place = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('a value in the dialog', () => {
  it('keeps a paste byte for byte', () => {
    fc.assert(fc.property(awkward, (text) => void expect(holding(text).exactText).toBe(text)));
  });

  it('shows nothing that a textarea would alter: no CR, no control character, no lone surrogate', () => {
    fc.assert(
      fc.property(awkward, view, (text, shown) => {
        // eslint-disable-next-line no-control-regex -- control characters are what this is about
        expect(holding(text).shownIn(shown)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/u);
      }),
    );
  });

  it('shows one dot for each character and no line when it is masked', () => {
    expect(holding('ab\r\n🔑\n\0').shownIn(masked)).toBe('••••••');
  });

  it('shows CRLF as one line end and control characters as their pictures when it is revealed', () => {
    expect(holding('a\r\nb\rc\0\u007f').shownIn(revealed)).toBe('a\nb\nc␀␡');
  });

  it('leaves every byte outside an exact insertion as it was, in either view', () => {
    fc.assert(
      fc.property(awkward, awkward, view, place, place, (text, inserted, shown, a, b) => {
        const value = holding(text);
        const units = unitsOf(shown, text);
        const selection = selectionIn(units.length, a, b);
        value.insertExact(shown, selection, inserted);
        const expected = units.slice(0, selection.start).join('') + inserted + units.slice(selection.end).join('');
        expect(value.exactText).toBe(expected);
      }),
    );
  });

  it('leaves every line end that typing does not touch as it was', () => {
    fc.assert(
      fc.property(awkward, fc.stringMatching(/^[a-z \n]{0,4}$/), view, place, place, (text, typed, shown, a, b) => {
        const value = holding(text);
        const units = unitsOf(shown, text);
        const selection = selectionIn(units.length, a, b);
        value.type(shown, selection, typed);
        const before = units.slice(0, selection.start).join('');
        const after = units.slice(selection.end).join('');
        expect(value.exactText.startsWith(before)).toBe(true);
        expect(value.exactText.endsWith(after)).toBe(true);
        const middle = value.exactText.slice(before.length, value.exactText.length - after.length);
        expect(middle.replace(/\r\n|\r|\n/g, '\n')).toBe(typed);
      }),
    );
  });

  it('takes a typed line break from the line above, else from the line below, else LF', () => {
    const crlf = holding('a\r\nb');
    crlf.type(revealed, { start: 3, end: 3 }, '\n');
    expect(crlf.exactText).toBe('a\r\nb\r\n');

    const below = holding('a\r\nb');
    below.type(revealed, { start: 0, end: 0 }, '\n');
    expect(below.exactText).toBe('\r\na\r\nb');

    const none = holding('a');
    none.type(revealed, { start: 1, end: 1 }, '\n');
    expect(none.exactText).toBe('a\n');
  });

  it('always shows a new line when Enter is pressed, also beside a lone CR', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a\r\n]{0,8}$/), place, (text, at) => {
        const value = holding(text);
        const shown = value.shownIn(revealed);
        const caret = selectionIn(shown.length, at, at);
        value.type(revealed, caret, '\n');
        expect(value.shownIn(revealed)).toBe(`${shown.slice(0, caret.start)}\n${shown.slice(caret.start)}`);
      }),
    );
  });

  it('answers the caret behind what was inserted', () => {
    const value = holding('x\r\ny');
    expect(value.insertExact(revealed, { start: 1, end: 2 }, '\r\n\r\n🔑')).toBe(5);
    expect(value.insertExact(masked, { start: 0, end: 0 }, '🔑\r\n')).toBe(2);
  });

  it('copies the exact text of a selection', () => {
    expect(holding('a\r\nb\0c').exactBetween(revealed, { start: 1, end: 4 })).toBe('\r\nb\0');
    expect(holding('🔑\r\nb').exactBetween(masked, { start: 0, end: 2 })).toBe('🔑\r\n');
  });

  it('takes back every step to the beginning and does them again', () => {
    const step = fc.record({ typed: fc.boolean(), text: awkward, a: place, b: place, shown: view });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const value = new ValueText();
        for (const { typed, text, a, b, shown } of steps) {
          const selection = selectionIn(value.shownIn(shown).length, a, b);
          if (typed) value.type(shown, selection, text);
          else value.insertExact(shown, selection, text);
        }
        const final = value.exactText;
        while (value.undo(masked) !== null);
        expect(value.exactText).toBe('');
        while (value.redo(revealed) !== null);
        expect(value.exactText).toBe(final);
      }),
    );
  });

  it('takes letters typed in a row back word by word', () => {
    const value = new ValueText();
    [...'two words'].forEach((letter, at) => value.type(revealed, { start: at, end: at }, letter));
    value.undo(revealed);
    expect(value.exactText).toBe('two ');
    value.undo(revealed);
    expect(value.exactText).toBe('');
    expect(value.undo(revealed)).toBeNull();
  });

  it('forgets the value and its history together', () => {
    const value = holding('gone');
    value.forget();
    expect(value.exactText).toBe('');
    expect(value.undo(revealed)).toBeNull();
    expect(value.redo(revealed)).toBeNull();
  });
});

describe('an edit that the browser made', () => {
  /** What a textarea does when `typed` replaces [start, end). */
  const browser = (before: string, start: number, end: number, typed: string) => ({
    after: before.slice(0, start) + typed + before.slice(end),
    caret: start + typed.length,
  });

  it('is read back exactly, whatever stood there and whatever was typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[•ab]{0,8}$/), fc.stringMatching(/^[•ab]{0,3}$/), place, place, (before, typed, a, b) => {
        const selection = selectionIn(before.length, a, b);
        const { after, caret } = browser(before, selection.start, selection.end, typed);
        const edit = editBetween(before, selection, after, caret);
        expect(before.slice(0, edit.start) + edit.typed + before.slice(edit.end)).toBe(after);
        expect(edit.end).toBe(selection.end);
      }),
    );
  });

  it('replaces the whole selection in a masked field even if a dot is typed over dots', () => {
    const { after, caret } = browser('•••••', 1, 3, '•');
    expect(editBetween('•••••', { start: 1, end: 3 }, after, caret)).toEqual({ start: 1, end: 3, typed: '•' });
  });

  it('is read right although the browser counts the caret behind an emoji too few', () => {
    expect(editBetween('••', { start: 1, end: 1 }, '•🔑•', 2)).toEqual({ start: 1, end: 1, typed: '🔑' });
  });

  it('sees a word that was replaced away from the selection', () => {
    expect(editBetween('teh end', { start: 7, end: 7 }, 'the end', 3)).toEqual({ start: 1, end: 3, typed: 'he' });
  });

  it('sees deletions in both directions and by word', () => {
    expect(editBetween('•••••', { start: 3, end: 3 }, '••••', 2)).toEqual({ start: 2, end: 3, typed: '' });
    expect(editBetween('•••••', { start: 3, end: 3 }, '••••', 3)).toEqual({ start: 3, end: 4, typed: '' });
    expect(editBetween('•••••', { start: 3, end: 3 }, '••', 0)).toEqual({ start: 0, end: 3, typed: '' });
  });
});
