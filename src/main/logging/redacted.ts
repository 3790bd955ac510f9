import { isErrorNote } from './error-note.ts';
import { fieldsOf } from './log-lines.ts';
import type { FieldKind, LogLine } from './log-lines.ts';

const dropped = '[dropped]';

// Codes are words of this program's own unions. Long or odd text is none of them, wherever it came from.
const forms: Record<'id' | 'code' | 'version', RegExp> = {
  id: /^[0-9a-f-]{8,36}$/,
  code: /^[a-z][a-z0-9.-]{0,40}$/,
  version: /^\d{1,4}(\.\d{1,4}){0,3}(-[a-z0-9.]{1,20})?$/,
};

/**
 * A line as it is written: the fields that its event has, each in its own form, and nothing else. The types
 * already forbid what is dropped here; this is for whoever gets around them.
 */
export function redacted(line: LogLine): Record<string, unknown> {
  const fields: Record<string, FieldKind> = Object.hasOwn(fieldsOf, line.event) ? fieldsOf[line.event] : {};
  const given = line as unknown as Record<string, unknown>;
  const kept = Object.entries(fields).map(([field, kind]) => [field, redactField(kind, given[field])] as const);
  return { event: redactField('code', line.event), ...Object.fromEntries(kept) };
}

function redactField(kind: FieldKind, value: unknown): unknown {
  switch (kind) {
    case 'count':
      return typeof value === 'number' && Number.isFinite(value) ? value : dropped;
    case 'flag':
      return typeof value === 'boolean' ? value : dropped;
    case 'error':
      return isErrorNote(value) ? value : dropped;
    case 'id':
    case 'code':
    case 'version':
      return typeof value === 'string' && forms[kind].test(value) ? value : dropped;
  }
}
