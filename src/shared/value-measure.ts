/** The most bytes a value may have, counted in UTF-8. The platform publishes no limit; 1 MiB is what a
 *  Kubernetes Secret can hold, where such values commonly end. */
export const maxValueBytes = 1024 * 1024;

export type ValueProblem = 'empty' | 'too-large' | 'lone-surrogate';

export interface ValueMeasure {
  /** Length in UTF-8 bytes: what is sent and what the platform counts. */
  readonly bytes: number;
  /** Lines as `wc` and people count them: a newline at the end ends the last line, and CRLF is one end. */
  readonly lines: number;
  readonly problem: ValueProblem | null;
  /** How it begins and ends, told in words because it cannot be seen. */
  readonly startsWithSpace: boolean;
  readonly endsWith: 'newline' | 'space' | null;
}

/** Measures a value without altering it. Any text but lone surrogates is a value: those have no UTF-8 bytes. */
export function measureValue(value: string): ValueMeasure {
  const bytes = utf8Length(value);
  return {
    bytes,
    lines: value.match(/\r\n|\n|\r|[^\r\n]$/g)?.length ?? 0,
    problem: valueProblem(value, bytes),
    startsWithSpace: /^\s/u.test(value),
    endsWith: /[\r\n]$/.test(value) ? 'newline' : /\s$/u.test(value) ? 'space' : null,
  };
}

function valueProblem(value: string, bytes: number): ValueProblem | null {
  if (value === '') return 'empty';
  if (/\p{Surrogate}/u.test(value)) return 'lone-surrogate';
  if (bytes > maxValueBytes) return 'too-large';
  return null;
}

/** UTF-8 length without encoding: no copy of the value is made to count it. */
function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 4;
      i += 1;
    } else length += 3;
  }
  return length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
