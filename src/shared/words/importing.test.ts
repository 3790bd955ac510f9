import { expect, test } from 'vitest';
import type { LineProblem } from '../import/import-line.ts';
import { alreadyWaits, columnWords, commitImport, lineProblemWords, lineWords, onPlatform, outcomeWords, previewWords, progressWords, repairAllWords } from './importing.ts';

/** One of each; a kind that is forgotten here is a type error. */
const problems: { readonly [K in LineProblem['kind']]: Extract<LineProblem, { kind: K }> } = {
  'no-assignment': { kind: 'no-assignment' },
  'quote-not-closed': { kind: 'quote-not-closed' },
  'text-after-quote': { kind: 'text-after-quote' },
  'quote-in-field': { kind: 'quote-in-field' },
  'wrong-fields': { kind: 'wrong-fields', found: 1, expected: 2 },
  'not-json': { kind: 'not-json' },
  'not-secrets': { kind: 'not-secrets' },
  'no-name-and-value': { kind: 'no-name-and-value' },
  'not-text': { kind: 'not-text', found: 'number' },
};

test('every problem of a line is told in words that fit a row', () => {
  for (const problem of Object.values(problems)) {
    const words = lineProblemWords(problem);
    expect(words).toMatch(/^[A-Z1]/);
    expect(words).not.toMatch(/\.$/);
    expect(words.length).toBeLessThan(70);
  }
  expect(lineProblemWords(problems['wrong-fields'])).toBe('1 field, not 2');
  expect(lineProblemWords(problems['not-text'])).toBe('A number, not text. Put it in quotes as it should be');
  expect(lineProblemWords({ kind: 'not-text', found: 'object' })).toBe('An object, not text. A value is one text');
});

test('a header is told as what it was understood', () => {
  expect(columnWords({ name: 'key', value: 'password' })).toBe('The first line names the columns: “key” is the name, “password” the value.');
});

test('the preview says what happens in numbers, and only of what there is', () => {
  expect(previewWords({ all: 12, adding: 7, replacing: 0, skipped: 2, leftOut: 3 })).toBe(
    '7 of 12 lines are added, all in one step. 2 are skipped, 3 left out. Nothing has been added yet.',
  );
  expect(previewWords({ all: 1, adding: 1, replacing: 0, skipped: 0, leftOut: 0 })).toBe('1 of 1 line is added, all in one step. Nothing has been added yet.');
});

test('what is replaced is not counted as added', () => {
  expect(previewWords({ all: 9, adding: 3, replacing: 1, skipped: 0, leftOut: 5 })).toBe(
    '3 of 9 lines are added, 1 is replaced, all in one step. 5 left out. Nothing has been added yet.',
  );
  expect(commitImport({ adding: 3, replacing: 1 }, 'Sandbox')).toBe('Add 3, replace 1 in Sandbox');
  expect(commitImport({ adding: 0, replacing: 2 }, 'Sandbox')).toBe('Replace 2 in Sandbox');
  expect(commitImport({ adding: 4, replacing: 0 }, 'Sandbox')).toBe('Add 4 to Sandbox');
});

test('the end of an import is one sentence', () => {
  expect(outcomeWords({ arrived: 212, needYou: 2, discarded: 0, open: 0 }, 'Plant A')).toBe('Import to Plant A: 212 arrived, 2 need you.');
  expect(outcomeWords({ arrived: 0, needYou: 1, discarded: 1, open: 0 }, 'Plant A')).toBe('Import to Plant A: 0 arrived, 1 needs you, 1 discarded.');
  expect(progressWords(1200, 5000, 'Plant A')).toBe('Import to Plant A: 1,200 of 5,000 done');
});

test('lines, times and repairs are said as a person reads them', () => {
  expect([lineWords(3, 3), lineWords(3, 1005)]).toEqual(['Line 3', 'Lines 3 to 1,005']);
  expect(onPlatform('13:58 today', '5 May 2025')).toBe('On the platform (list of 13:58 today), updated 5 May 2025');
  expect(onPlatform(null, null)).toBe('On the platform');
  expect(alreadyWaits('at 14:12')).toBe('Already waits, added at 14:12');
  expect(repairAllWords(12, 'MQTT_USER', 'mqtt-user')).toBe('Write 12 names as the platform takes them: MQTT_USER as mqtt-user, and so on');
});
