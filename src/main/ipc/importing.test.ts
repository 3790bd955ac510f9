import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import { maxImportBytes, maxImportCount } from '../../shared/import/import-line.ts';
import type { ImportedSecret } from '../../shared/import/import-request.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { importSecrets, outcomeOf } from './importing.ts';
import { boundsOf, measureInput } from './measure-input.ts';
import { schemas } from './schemas.ts';

const seen = { created: 'c', updated: 'u', updatedBy: 'b' };
const create = (name: string): ImportedSecret => ({ name, value: 'x', replaces: null });

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

const profile = () => ({ outbox: bench.outbox, secrets: { isListed: (_, name) => name === 'listed' } as Pick<Secrets, 'isListed'> });

test('what is not in the list cannot be replaced, and then nothing of the import is added', () => {
  const secrets = [create('a'), { name: 'listed', value: 'x', replaces: seen }, { name: 'not-listed', value: 'x', replaces: seen }];
  expect(importSecrets(profile(), bench.to, secrets)).toMatchObject({
    ok: true, value: { kind: 'refused', refusals: [{ index: 2, code: 'unknown-secret' }] },
  });
  expect(bench.outbox.rows.open()).toEqual([]);
  expect(importSecrets(profile(), bench.to, secrets.slice(0, 2))).toMatchObject({ ok: true, value: { kind: 'added' } });
});

test('what became of an import is counted by its entries, also of those that are gone', () => {
  const added = importSecrets(profile(), bench.to, [create('a'), create('b'), create('c')]);
  const ids = added.ok && added.value.kind === 'added' ? added.value.entryIds : [];
  expect(outcomeOf(bench.outbox.rows, ids)).toEqual({ arrived: 0, needYou: 0, discarded: 0, open: 3 });
  const [first, second] = ids;
  bench.outbox.discard(first as EntryId, false);
  const begun = bench.outbox.attempts.begin(bench.outbox.rows.byId(second as EntryId)!, 1000, 0);
  bench.outbox.attempts.deliver(begun!.entry, { proof: 'answer', as: 'ana', revision: 1, found: null });
  expect(outcomeOf(bench.outbox.rows, [...ids, 'gone' as EntryId])).toEqual({ arrived: 1, needYou: 0, discarded: 2, open: 1 });
});

test('a whole import passes the door, and one more does not', () => {
  const environmentId = crypto.randomUUID();
  const asked = (count: number, value: string) => ({
    environmentId,
    secrets: Array.from({ length: count }, (_, index) => ({ name: `n-${index}`, value, replaces: seen })),
  });
  const bounds = boundsOf('outbox.add-many');
  const most = asked(maxImportCount, 'x'.repeat(maxImportBytes / maxImportCount));
  expect(measureInput(most, bounds)).toBe('fine');
  expect(schemas['outbox.add-many'].safeParse(most).success).toBe(true);
  expect(schemas['outbox.add-many'].safeParse(asked(maxImportCount + 1, 'x')).success).toBe(false);
  expect(schemas['outbox.add-many'].safeParse(asked(0, 'x')).success).toBe(false);
  expect(measureInput(asked(2, 'x'.repeat(maxImportBytes)), bounds)).toBe('too-large');
  // What one value may be is no more than before.
  expect(measureInput(most, boundsOf('outbox.add'))).toBe('too-large');
});
