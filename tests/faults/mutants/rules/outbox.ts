import type { Mutant } from '../mutant.ts';

const outboxTest = 'src/main/outbox/outbox.test.ts';
const log = 'src/main/outbox/attempt-log.ts';
const logTest = 'src/main/outbox/attempt-log.test.ts';

/** What is remembered, and how (design §3.1, 2, 9, 12, 13). */
export const outboxMutants: readonly Mutant[] = [
  {
    name: 'move-without-its-attempt',
    rule: 'Every UPDATE that moves an entry names the attempt it belongs to, so a late answer overwrites no newer truth.',
    file: 'src/main/outbox/move.ts',
    search: 'WHERE sequence = @sequence AND state = @from AND attempt_id IS @attemptId`',
    replacement: 'WHERE sequence = @sequence AND state = @from`',
    test: { file: outboxTest, titles: ['around an attempt', 'lets no late answer overwrite a newer truth'] },
  },
  {
    name: 'delivery-by-another-attempt',
    rule: 'A delivery is recorded only for the very attempt that was delivered.',
    file: log,
    search: ' || current.attemptId !== entry.attemptId) return false;',
    replacement: ') return false;',
    test: { file: outboxTest, titles: ['around an attempt', 'lets no late answer overwrite a newer truth'] },
  },
  {
    name: 'request-without-a-record',
    rule: 'Before every request that writes, one commit records that the entry is being sent.',
    file: log,
    search: "      if (!move(current, { to: 'sending', attemptId: id })) return null;\n",
    replacement: '',
    test: {
      file: outboxTest,
      titles: [
        'around an attempt',
        'records the attempt before anything is sent, and hands out the value once',
      ],
    },
  },
  {
    name: 'sent-as-it-was-looked-at',
    rule: 'Nothing is sent that changed between looking at the platform and sending.',
    file: log,
    search: '!isAsSeen(current, entry) || ',
    replacement: '',
    test: {
      file: outboxTest,
      titles: ['around an attempt', 'does not begin what changed since it was looked at'],
    },
  },
  {
    name: 'value-kept-after-delivery',
    rule: 'The value is erased in the transaction that records the delivery. (The schema refuses the rest.)',
    file: 'src/main/outbox/move.ts',
    search: 'value = CASE WHEN @ends THEN NULL WHEN @isTakenBack',
    replacement: 'value = CASE WHEN @isTakenBack',
    test: {
      file: outboxTest,
      titles: ['around an attempt', 'erases the value in the transaction that records the delivery'],
    },
    failsWith: /CHECK constraint failed/,
  },
  {
    name: 'newer-revision-lost',
    rule: 'If an older revision proves delivered, a replace with the newer one follows by itself.',
    file: log,
    search: "if (current.intent !== 'delete' && how.revision < current.revision) {",
    replacement: "if (current.intent !== 'delete' && how.revision > current.revision) {",
    test: {
      file: outboxTest,
      titles: [
        'around an attempt',
        'lets a replace with the newer value follow when an older revision proves delivered',
      ],
    },
  },
  {
    name: 'newer-revision-on-no-condition',
    rule: 'The replace that follows by itself carries what was seen of the delivered one, or it could overwrite a colleague.',
    file: log,
    search: 'updated: how.found?.updated ?? null,',
    replacement: 'updated: null,',
    test: {
      file: outboxTest,
      titles: [
        'around an attempt',
        'lets a replace with the newer value follow when an older revision proves delivered',
      ],
    },
  },
  {
    name: 'sent-while-on-hold',
    rule: 'A hold stops sending.',
    file: log,
    search: "(entries.state = 'waiting' AND entries.held_at IS NULL)",
    replacement: "(entries.state = 'waiting')",
    test: {
      file: outboxTest,
      titles: ['changing what waits', 'holds an entry without forgetting anything of it'],
    },
  },
  {
    name: 'sent-for-another-account',
    rule: 'An entry is bound to its account; nobody else sends it.',
    file: log,
    search: '  entries.environment_id = @environmentId AND entries.account_id = @accountId\n',
    replacement: '  entries.environment_id = @environmentId\n',
    test: {
      file: outboxTest,
      titles: ['what the person decides', 'never offers one account the entries of another'],
    },
  },
  {
    name: 'order-of-a-name-lost',
    rule: 'Entries for the same name keep their order, behind each other.',
    file: log,
    search: 'AND first.sequence < entries.sequence AND',
    replacement: 'AND first.sequence < 0 AND',
    test: {
      file: outboxTest,
      titles: ['around an attempt', 'keeps the order of entries for one name, and lets other names pass'],
    },
  },
  {
    name: 'names-wait-for-one-another',
    rule: 'Entries for different names never wait for one another.',
    file: log,
    search: 'AND first.name = entries.name\n',
    replacement: '\n',
    test: {
      file: outboxTest,
      titles: ['around an attempt', 'keeps the order of entries for one name, and lets other names pass'],
    },
  },
  {
    name: 'two-creates-of-one-name',
    rule: 'A second create for a name that already waits is refused at the dialog. (The schema refuses it too.)',
    file: 'src/main/outbox/outbox.ts',
    search: 'rows.openCreate(environmentId, name) === null && rows.anyOpen',
    replacement: 'rows.anyOpen',
    test: {
      file: outboxTest,
      titles: [
        'adding',
        'refuses a second create for a name that still waits, and takes it once the first is gone',
      ],
    },
    failsWith: /UNIQUE constraint failed/,
  },
  {
    name: 'value-edited-in-place-after-an-attempt',
    rule: 'A value is edited in place only while no attempt was made; later edits are new revisions.',
    file: 'src/main/outbox/outbox.ts',
    search: 'revision = revision + (attempts > 0)',
    replacement: 'revision = revision',
    test: {
      file: outboxTest,
      titles: [
        'changing what waits',
        'changes the value in place while no attempt was made, and as a new revision afterwards',
      ],
    },
  },
  {
    name: 'changed-while-sending',
    rule: 'While it is being sent, an entry is locked.',
    file: 'src/main/outbox/outbox.ts',
    search: "      if (entry.state.kind === 'sending') return refuse('entry-is-sending');\n",
    replacement: '',
    test: { file: outboxTest, titles: ['changing what waits', 'locks an entry while it is being sent'] },
  },
  {
    name: 'discarded-unasked',
    rule: 'What may already exist on the platform is discarded only after a confirmation.',
    file: 'src/main/outbox/outbox.ts',
    search: 'if (entry.attempts > 0 && !confirmed)',
    replacement: 'if (entry.attempts > 99 && !confirmed)',
    test: {
      file: outboxTest,
      titles: [
        'changing what waits',
        'erases the value of what is discarded, and asks first where it may already be on the platform',
      ],
    },
  },
  {
    name: 'stopped-attempt-without-its-time',
    rule: 'A process that dies ends its attempt at start + time-out: so long it may have been under way.',
    file: log,
    search: 'SET ended_at = started_at + timeout_ms,',
    replacement: 'SET ended_at = started_at,',
    test: {
      file: outboxTest,
      titles: [
        'around an attempt',
        'ends what a stopped app left in sending at start + time-out, as uncertain',
      ],
    },
  },
  {
    name: 'stopped-attempt-sent-again',
    rule: 'What a dead process left in sending is uncertain: it is read back, not sent again.',
    file: log,
    search: "if (entry !== null) move(entry, { to: 'uncertain', nextAt: null, because: 'app-was-stopped' });",
    replacement: "if (entry !== null) move(entry, { to: 'waiting', nextAt: null, because: 'app-was-stopped', backoff: 'same' });",
    test: {
      file: outboxTest,
      titles: [
        'around an attempt',
        'ends what a stopped app left in sending at start + time-out, as uncertain',
      ],
    },
  },
  {
    name: 'receipt-of-the-newer-value-lost',
    rule: 'Each acknowledged value has a receipt, the newer one that goes on by itself too.',
    file: 'src/main/outbox/receipts-of.ts',
    search: 'if (next !== null && next.addedAt === entry.addedAt) receipts.given(next.id, now());',
    replacement: '',
    test: {
      file: 'src/main/outbox/receipts-of.test.ts',
      titles: ['a newer value that follows a delivery has a receipt of its own'],
    },
  },
  {
    name: 'change-without-a-receipt',
    rule: 'A change that was acknowledged and that the disk lost is noticed.',
    file: 'src/main/outbox/receipts-of.ts',
    search: 'if (entry !== null) receipts.changed(id, entry.changes, now());',
    replacement: '',
    test: {
      file: 'src/main/outbox/receipts-of.test.ts',
      titles: ['every change of the person has a receipt with the entry’s own count, and a refused one has none'],
    },
  },
  {
    name: 'lost-discard-sent',
    rule: 'An entry that had ended, and is open in a database that lost its end, is not sent by itself.',
    file: 'src/main/outbox/missing-entries.ts',
    search: 'return settledAt === null ? lost : [...lost, settledAt];',
    replacement: 'return lost;',
    test: {
      file: 'src/main/outbox/receipts-of.test.ts',
      titles: [
        'a disk that lost its last writes',
        'sends neither an old value nor what was discarded by itself, and tells how many changes are gone',
      ],
    },
  },
  {
    name: 'old-value-sent-by-itself',
    rule: 'What is here as it was before its last change waits for the person.',
    file: 'src/main/start/open-profile.ts',
    search: '        holdBehind(db, missing.behind, clock.now());\n',
    replacement: '',
    test: {
      file: 'src/main/start/open-profile.test.ts',
      titles: ['what is here as it was before its last change is on hold from the start on'],
    },
  },
  {
    name: 'loss-untold',
    rule: 'An acknowledged entry of which the database knows nothing is told.',
    file: 'src/main/outbox/missing-entries.ts',
    search: 'if (settledAt !== null || known.has(id)) continue;',
    replacement: 'continue;',
    test: {
      file: 'src/main/outbox/receipts-of.test.ts',
      titles: ['what the database does not know is counted, with its first and last time'],
    },
  },
  {
    name: 'begun-while-on-hold',
    rule: 'A hold that came while it was looked for stops sending.',
    file: log,
    search: ' || current.heldAt !== null) return null;',
    replacement: ') return null;',
    test: { file: logTest, titles: ['does not begin an entry that %s since it was looked at'] },
  },
  {
    name: 'begun-with-another-value',
    rule: 'A value that was changed in place is sent with the time-out of its own size.',
    file: log,
    search: '    current.valueBytes === entry.valueBytes &&\n',
    replacement: '',
    test: { file: logTest, titles: ['does not begin an entry that %s since it was looked at'] },
  },
  {
    name: 'attempt-ended-twice',
    rule: 'An attempt ends once: its window grows by nobody who comes later.',
    file: log,
    search: 'outcome = @outcome\n    WHERE id = @id AND ended_at IS NULL',
    replacement: 'outcome = @outcome\n    WHERE id = @id',
    test: {
      file: logTest,
      titles: ['ends an attempt once: who comes later does not make its window longer'],
    },
  },
  {
    name: 'attempts-under-another-name',
    rule: 'What was sent under another name has made nothing of this one.',
    file: log,
    search: "'SELECT * FROM attempts WHERE entry_sequence = ? AND name = ? AND intent = ? ORDER BY number'",
    replacement: "'SELECT * FROM attempts WHERE entry_sequence = ? AND ? <> intent AND ? = intent ORDER BY number'",
    test: {
      file: logTest,
      titles: ['counts only the attempts under its own name: under another it made something else'],
    },
  },
  {
    name: 'second-look-at-once',
    rule: 'Send now does not make the second look come at once: it would prove nothing.',
    file: log,
    search: 'next_at = CASE WHEN looks > 0 THEN MIN(next_at, @settled) ELSE NULL END\n',
    replacement: 'next_at = CASE WHEN @settled > 0 THEN NULL ELSE NULL END\n',
    test: {
      file: logTest,
      titles: [
        'keeps a second look a second look when delays are forgotten: in the settle delay at the latest, never at once',
      ],
    },
  },
  {
    name: 'attempt-ended-by-the-wall-clock',
    rule: 'An attempt’s end is reckoned by the time that passed: who sets the clock meanwhile does not move its window.',
    file: log,
    search: 'monotonic: clock.monotonic(), outcome }',
    replacement: 'monotonic: clock.now() - entry.state.startedAt, outcome }',
    test: {
      file: logTest,
      titles: [
        'ends an attempt by the time that passed: who sets the clock meanwhile does not move its window',
      ],
    },
  },
  {
    name: 'damaged-value-sent',
    rule: 'A value that the disk gives back differently is not sent.',
    file: 'src/main/storage/value-check.ts',
    search: 'return check !== null && check.length === 32 && timingSafeEqual(valueCheck(value), check);',
    replacement: 'return true;',
    test: {
      file: 'src/main/outbox/value-check.test.ts',
      titles: ['a mixture of two values is not sent: it needs the person, and no attempt is recorded'],
    },
  },
  {
    name: 'receipt-settled-by-a-refusal',
    rule: 'A receipt is settled only when the entry came to its end.',
    file: 'src/main/outbox/receipts-of.ts',
    search: '    if (answer.ok) receipts.settled(id, now());\n',
    replacement: '    receipts.settled(id, now());\n',
    test: { file: 'src/main/outbox/receipts-of.test.ts', titles: ['a refused discard settles nothing'] },
  },
  {
    name: 'import-in-parts',
    rule: 'An import is recorded whole, in one transaction, or not at all.',
    file: 'src/main/outbox/add-many.ts',
    search: '  return db.transaction((): Answer<ImportAnswer> => {',
    replacement: '  return ((run: () => Answer<ImportAnswer>) => ({ immediate: run }))((): Answer<ImportAnswer> => {',
    test: {
      file: 'src/main/outbox/add-many.test.ts',
      titles: ['adding many', 'keeps none where the disk is full in the middle of it, and all when there is room again'],
    },
  },
  {
    name: 'import-without-the-refused',
    rule: 'Where one secret of an import is refused, none of it is added. (The schema refuses an empty value too.)',
    file: 'src/main/outbox/add-many.ts',
    search: "    if (refusals.length > 0) return answer({ kind: 'refused', refusals });\n",
    replacement: '',
    test: {
      file: 'src/main/outbox/add-many.test.ts',
      titles: ['adding many', 'keeps none where one cannot be added, and says which and why'],
    },
    failsWith: /CHECK constraint failed/,
  },
  {
    name: 'import-without-receipts',
    rule: 'Each entry of an import has its receipt.',
    file: 'src/main/outbox/receipts-of.ts',
    search: '      if (answer.ok && answer.value.kind === \'added\') receipts.allGiven(answer.value.entryIds, now());\n',
    replacement: '',
    test: { file: 'src/main/outbox/add-many.test.ts', titles: ['each of many has its receipt, and nobody else has one'] },
  },
  {
    name: 'discard-of-what-was-sent-is-kept',
    rule: 'A discard is undone only where nothing was ever sent; of anything else the value is erased at once.',
    file: 'src/main/outbox/outbox.ts',
    search: 'const undoable = entry?.attempts === 0;',
    replacement: 'const undoable = entry !== null;',
    test: {
      file: 'src/main/outbox/kept-discards.test.ts',
      titles: ['a discard is not taken back', 'where anything of it was ever sent: its value is gone at once, and only after the confirmation'],
    },
    failsWith: /UNIQUE constraint failed/,
  },
  {
    name: 'undo-goes-before-newer',
    rule: 'A discard that is undone goes before nothing of its name that was added meanwhile.',
    file: 'src/main/outbox/outbox.ts',
    search: ' || rows.hasOpenAfter(environmentId, name, entry.sequence)',
    replacement: '',
    test: {
      file: 'src/main/outbox/kept-discards.test.ts',
      titles: ['a discard is not taken back', 'where a delete of its name was added meanwhile: the create would go before it'],
    },
  },
  {
    name: 'undo-kept-after-its-use',
    rule: 'What was kept of a discard goes with its undo.',
    file: 'src/main/outbox/outbox.ts',
    search: '    kept.release(entry);\n',
    replacement: '',
    test: {
      file: 'src/main/outbox/kept-discards.test.ts',
      titles: ['a discard that is taken back', 'leaves the entry as it was: its value byte for byte, its place, on hold where it was'],
    },
  },
  {
    name: 'delete-without-its-create',
    rule: 'Where a platform cannot replace, the create is in the same commit as the delete before it.',
    file: 'src/main/outbox/outbox.ts',
    search: '            insertCreate.run({ id: newId(), sequence: entry.sequence, now: clock.now() });\n',
    replacement: '',
    test: {
      file: 'tests/contract/delete-and-create.test.ts',
      titles: ['delete and create', 'its secret is gone already: that is done, and it is created'],
    },
    failsWith: /nothing creates it anew/,
  },
];
