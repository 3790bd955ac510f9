import { answer, done, refuse, type Answer } from '../../shared/answer.ts';
import type { AttentionChoice, EntryId, Sighting } from '../../shared/entry.ts';
import { choicesFor } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { ImportAnswer, ImportedSecret } from '../../shared/import/import-request.ts';
import type { ManyAnswer, ManyChange, ManySecretsAnswer, SeenByName } from '../../shared/many-entries.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import { nameProblem } from '../../shared/secret-name.ts';
import { measureValue, type ValueMeasure, type ValueProblem } from '../../shared/value-measure.ts';
import { valueCheck } from '../storage/value-check.ts';
import { addMany, type MeasuredSecret } from './add-many.ts';
import { createAttemptLog, type AttemptLog, type OutboxPorts } from './attempt-log.ts';
import { changeMany } from './change-many.ts';
import { createDiscardShown, type DiscardShown } from './discard-shown.ts';
import { createEntryChanges, type EntryChanges } from './entry-changes.ts';
import { createEntryRows, type EntryRows } from './entry-rows.ts';
import { createKeptDiscards } from './kept-discards.ts';
import { createMove } from './move.ts';
import type { Entry, Seen } from './stored-entry.ts';
import { writeMany } from './write-many.ts';

type Done = Answer<Record<string, never>>;

/** Where an entry is bound to for good: it is never sent anywhere else, nor as anybody else. */
export interface Binding {
  readonly environmentId: EnvironmentId;
  readonly origin: string;
  /** Null where nobody has signed in yet: asked about at the first sign-in. */
  readonly accountId: number | null;
}

/**
 * The outbox as the person uses it. Every `ok` answer was committed to the disk before it was given; every
 * refusal left everything as it was. Nothing leaves the outbox here but by the person's own discard.
 */
export interface Outbox {
  readonly rows: EntryRows;
  readonly changes: EntryChanges;
  readonly attempts: AttemptLog;
  add(to: Binding, name: string, value: string): Answer<{ readonly entryId: EntryId }>;
  /** Adds and replaces many by the same rules as one alone, in one commit: all of them in this order, or none and why. */
  addMany(to: Binding, secrets: readonly ImportedSecret[]): Answer<ImportAnswer>;
  /** Replaces the value of a secret that is on the platform, as long as it is still as it was `seen`. */
  replace(to: Binding, name: string, value: string, seen: Seen): Answer<{ readonly entryId: EntryId }>;
  delete(to: Binding, name: string, seen: Seen): Answer<{ readonly entryId: EntryId }>;
  /** Gives several secrets the same value, or deletes them (`value` null), in one commit; what cannot be recorded is told. */
  writeMany(to: Binding, secrets: readonly SeenByName[], value: string | null): ManySecretsAnswer;
  /** In place while no attempt was made, else as a new revision. Refused while sending. */
  changeValue(id: EntryId, value: string): Done;
  /** Another name for a create that waits or needs attention. The old name may exist if it was ever sent. */
  rename(id: EntryId, name: string): Done;
  hold(id: EntryId, held: boolean): Done;
  /** Erases the value. Where the secret may already be on the platform, only with `confirmed`. */
  discard(id: EntryId, confirmed: boolean): Done;
  /**
   * Discards all that a question showed, in one commit with `also`. Refused where more waits by now (more-waits), while
   * something is sent (entry-is-sending), or where `also` refuses: then nothing happened, of any of it.
   */
  readonly discardShown: DiscardShown;
  /**
   * The same for many in one commit: what can be changed is, and what cannot is told. A discard of what was never sent
   * can be taken back (`undo-discard`) until it is forgotten; its value stays encrypted until then.
   */
  changeMany(ids: readonly EntryId[], change: ManyChange, confirmed: boolean): ManyAnswer;
  /** Erases what was kept of discards: of these, or of all. Answers how many. */
  forgetDiscards(ids?: readonly EntryId[]): number;
  resolve(id: EntryId, choice: Exclude<AttentionChoice, 'rename' | 'change-value' | 'discard'>, as: string | null): Done;
  /** Binds what was added before anybody signed in. Answers how many. */
  claim(environmentId: EnvironmentId, accountId: number): number;
}

export function createOutbox(options: OutboxPorts): Outbox {
  const { db, clock, newId } = options;
  const rows = createEntryRows(db);
  const changes = createEntryChanges(db, newId);
  const attempts = createAttemptLog(options);
  const move = createMove(db, () => clock.now());
  const kept = createKeptDiscards(db);

  const insert = db.prepare(`
    INSERT INTO entries (id, environment_id, origin, account_id, intent, name, value, value_check, value_bytes, value_lines,
                         seen_created, seen_updated, seen_updated_by, state, added_at, moved_at)
    VALUES (@id, @environmentId, @origin, @accountId, @intent, @name, @value, @check, @bytes, @lines,
            @created, @updated, @updatedBy, 'waiting', @now, @now)`);
  const setValue = db.prepare(`UPDATE entries SET value = @value, value_check = @check, value_bytes = @bytes, value_lines = @lines,
    revision = revision + (attempts > 0) WHERE sequence = @sequence`);
  const setName = db.prepare('UPDATE entries SET name = @name WHERE sequence = @sequence');
  const setHeld = db.prepare('UPDATE entries SET held_at = @heldAt WHERE sequence = @sequence');
  const countChange = db.prepare('UPDATE entries SET changes = changes + 1 WHERE sequence = ?');
  const becomeReplace = db.prepare(`UPDATE entries SET
    intent = CASE intent WHEN 'create' THEN 'replace' ELSE intent END,
    seen_created = @created, seen_updated = @updated, seen_updated_by = @updatedBy WHERE sequence = @sequence`);
  const becomeCreate = db.prepare(`UPDATE entries SET intent = 'create', seen_created = NULL, seen_updated = NULL,
    seen_updated_by = NULL WHERE sequence = @sequence`);
  // The create comes behind the delete by its place in the line; both go as the same account, held or not.
  const insertCreate = db.prepare(`
    INSERT INTO entries (id, environment_id, origin, account_id, intent, name, value, value_check, value_bytes, value_lines,
                         state, held_at, added_at, moved_at)
    SELECT @id, environment_id, origin, account_id, 'create', name, value, value_check, value_bytes, value_lines,
           'waiting', held_at, @now, @now
    FROM entries WHERE sequence = @sequence`);
  const becomeDelete = db.prepare(`UPDATE entries SET intent = 'delete', value = NULL, value_check = NULL,
    value_bytes = NULL, value_lines = NULL WHERE sequence = @sequence`);
  const claim = db.prepare(`UPDATE entries SET account_id = @accountId
    WHERE environment_id = @environmentId AND account_id IS NULL AND state NOT IN ('delivered', 'discarded')`);

  const enqueue = (
    to: Binding,
    intent: Entry['intent'],
    name: string,
    value: { readonly text: string; readonly measure: ValueMeasure } | null,
    seen: Seen | null,
  ): EntryId => {
    const id = newId() as EntryId;
    const bytes = value === null ? null : Buffer.from(value.text, 'utf8');
    insert.run({
      ...to,
      id,
      intent,
      name,
      value: bytes,
      check: bytes === null ? null : valueCheck(bytes),
      bytes: value?.measure.bytes ?? null,
      lines: value?.measure.lines ?? null,
      created: seen?.created ?? null,
      updated: seen?.updated ?? null,
      updatedBy: seen?.updatedBy ?? null,
      now: clock.now(),
    });
    return id;
  };

  // A create may wait behind a delete of its name, but not behind a replace that expects the name to stay.
  const canCreate = ({ environmentId }: Pick<Binding, 'environmentId'>, name: string): boolean =>
    rows.openCreate(environmentId, name) === null && rows.anyOpen(environmentId, name)?.intent !== 'replace';
  const canReplace = ({ environmentId }: Pick<Binding, 'environmentId'>, name: string): boolean => rows.anyOpen(environmentId, name) === null;
  /** Why one of many cannot be recorded; null: it can. */
  const refusalOf = (to: Binding, { name, measure, replaces }: MeasuredSecret): RefusalCode | null => {
    // A name that is there already is as the platform took it.
    const refusal = (replaces === null ? nameRefusal(name) : null) ?? valueRefusal(measure.problem);
    if (refusal !== null) return refusal;
    return (replaces === null ? canCreate(to, name) : canReplace(to, name)) ? null : 'name-already-waits';
  };

  /** Runs one change of one entry in a transaction; what it may not change is refused with the reason. */
  const change = (id: EntryId, run: (entry: Entry) => Done): Done =>
    db.transaction(() => {
      const entry = rows.byId(id);
      if (entry === null) return refuse('unknown-entry');
      if (entry.state.kind === 'sending') return refuse('entry-is-sending');
      if (entry.state.kind === 'delivered' || entry.state.kind === 'discarded') return refuse('entry-moved-on');
      const answered = run(entry);
      if (answered.ok) countChange.run(entry.sequence);
      return answered;
    }).immediate();

  const replace: Outbox['replace'] = (to, name, value, seen) => {
    const measure = measureValue(value);
    const refusal = valueRefusal(measure.problem);
    if (refusal !== null) return refuse(refusal);
    return db.transaction(() =>
      canReplace(to, name)
        ? answer({ entryId: enqueue(to, 'replace', name, { text: value, measure }, seen) })
        : refuse('name-already-waits'),
    ).immediate();
  };

  const remove: Outbox['delete'] = (to, name, seen) =>
    db.transaction(() =>
      canReplace(to, name)
        ? answer({ entryId: enqueue(to, 'delete', name, null, seen) })
        : refuse('name-already-waits'),
    ).immediate();

  const hold = (id: EntryId, held: boolean): Done =>
    change(id, (entry) => {
      setHeld.run({ sequence: entry.sequence, heldAt: held ? (entry.heldAt ?? clock.now()) : null });
      return done;
    });

  const discard = (id: EntryId, confirmed: boolean): Done =>
    change(id, (entry) => {
      if (entry.attempts > 0 && !confirmed) return refuse('needs-confirmation');
      move(entry, { to: 'discarded' });
      return done;
    });

  /** What may be on the platform is gone for good; of what was never sent, all that the discard takes is kept. */
  const discardForNow = (id: EntryId, confirmed: boolean): Answer<{ readonly undoable: boolean }> => {
    const entry = rows.byId(id);
    const undoable = entry?.attempts === 0;
    if (undoable && isOpen(entry)) kept.keep(entry);
    const given = discard(id, confirmed);
    return given.ok ? answer({ undoable }) : given;
  };

  /** It takes the place in the line that it had; so nothing of its name may have come since. */
  const undoDiscard = (id: EntryId): Done => {
    const entry = rows.byId(id);
    if (entry === null) return refuse('unknown-entry');
    if (entry.state.kind !== 'discarded' || !kept.has(entry)) return refuse('undo-too-late');
    const { environmentId, name } = entry;
    const isFree = entry.intent === 'create' ? canCreate(entry, name) : canReplace(entry, name);
    if (!isFree || rows.hasOpenAfter(environmentId, name, entry.sequence)) return refuse('name-already-waits');
    toWaiting(entry);
    kept.release(entry);
    countChange.run(entry.sequence);
    return done;
  };

  const discardShown = createDiscardShown(db, rows, (entry) => {
    move(entry, { to: 'discarded' });
    countChange.run(entry.sequence);
  });

  const toWaiting = (entry: Entry): void => {
    move(entry, { to: 'waiting', nextAt: null, because: null, backoff: 'fresh' });
  };

  return {
    rows,
    changes,
    attempts,

    add(to, name, value) {
      const measure = measureValue(value);
      const refusal = nameRefusal(name) ?? valueRefusal(measure.problem);
      if (refusal !== null) return refuse(refusal);
      return db.transaction(() =>
        canCreate(to, name)
          ? answer({ entryId: enqueue(to, 'create', name, { text: value, measure }, null) })
          : refuse('name-already-waits'),
      ).immediate();
    },

    addMany: (to, secrets) =>
      addMany(db, secrets, {
        measure: measureValue,
        refusal: (secret) => refusalOf(to, secret),
        record: ({ name, value, measure, replaces }) =>
          enqueue(to, replaces === null ? 'create' : 'replace', name, { text: value, measure }, replaces),
      }),

    replace,
    delete: remove,
    writeMany: (to, secrets, value) =>
      writeMany(db, secrets, ({ name, seen }) =>
        value === null ? remove(to, name, seen) : replace(to, name, value, seen),
      ),

    changeValue(id, value) {
      const measure = measureValue(value);
      const refusal = valueRefusal(measure.problem);
      if (refusal !== null) return refuse(refusal);
      return change(id, (entry) => {
        if (entry.intent === 'delete') return refuse('entry-moved-on');
        const bytes = Buffer.from(value, 'utf8');
        setValue.run({
          sequence: entry.sequence,
          value: bytes,
          check: valueCheck(bytes),
          bytes: measure.bytes,
          lines: measure.lines,
        });
        if (entry.state.kind === 'needs-attention' && goesOnWithNewValue(entry)) toWaiting(entry);
        return done;
      });
    },

    rename(id, name) {
      const refusal = nameRefusal(name);
      if (refusal !== null) return refuse(refusal);
      return change(id, (entry) => {
        if (entry.intent !== 'create' || entry.state.kind === 'uncertain') return refuse('entry-moved-on');
        // It keeps its place in the line: under a name that somebody else of ours waits for it would go before them.
        const isAnother = name !== entry.name;
        if (isAnother && rows.anyOpen(entry.environmentId, name) !== null) return refuse('name-already-waits');
        setName.run({ sequence: entry.sequence, name });
        if (entry.state.kind === 'needs-attention') toWaiting(entry);
        return done;
      });
    },

    hold,
    discard,
    discardShown,
    changeMany: (ids, wanted, confirmed) =>
      changeMany(db, ids, wanted, confirmed, { hold, discard: discardForNow, undoDiscard }),
    forgetDiscards: (ids) => (ids === undefined ? kept.forgetAll() : kept.forget(ids)),

    resolve: (id, choice, as) =>
      change(id, (entry) => {
        if (entry.state.kind !== 'needs-attention') return refuse('entry-moved-on');
        const { reason } = entry.state;
        if (!choicesFor(entry.intent, reason).includes(choice)) return refuse('entry-moved-on');
        const found = 'found' in reason ? reason.found : null;
        switch (choice) {
          case 'try-again':
            break;
          case 'replace-there':
            becomeReplace.run({ sequence: entry.sequence, ...conditionOf(found) });
            break;
          case 'create-instead':
            if (rows.openCreate(entry.environmentId, entry.name) !== null) return refuse('name-already-waits');
            becomeCreate.run({ sequence: entry.sequence });
            break;
          case 'delete-and-create':
            if (rows.openCreate(entry.environmentId, entry.name) !== null) return refuse('name-already-waits');
            insertCreate.run({ id: newId(), sequence: entry.sequence, now: clock.now() });
            becomeDelete.run({ sequence: entry.sequence });
            break;
          case 'it-is-the-one': {
            const sent = attempts.attempts(entry).at(-1)?.revision ?? entry.revision;
            attempts.deliver(entry, { proof: 'person', as, revision: sent, found });
            return done;
          }
        }
        toWaiting(entry);
        return done;
      }),

    claim: (environmentId, accountId) => claim.run({ environmentId, accountId }).changes,
  };
}

function isOpen(entry: Entry): boolean {
  return entry.state.kind !== 'delivered' && entry.state.kind !== 'discarded';
}

function nameRefusal(name: string): RefusalCode | null {
  return nameProblem(name) === null ? null : 'bad-name';
}

const valueRefusals: Readonly<Record<ValueProblem, RefusalCode>> = {
  empty: 'empty-value',
  'too-large': 'value-too-large',
  'lone-surrogate': 'lone-surrogate',
};

function valueRefusal(problem: ValueProblem | null): RefusalCode | null {
  return problem === null ? null : valueRefusals[problem];
}

/** A new value answers what the platform refused; a conflict is still a conflict with another value. */
function goesOnWithNewValue(entry: Entry): boolean {
  return entry.state.kind === 'needs-attention' &&
    (entry.state.reason.kind === 'refused' || entry.state.reason.kind === 'cannot-tell' ||
      entry.state.reason.kind === 'value-damaged');
}

function conditionOf(found: Sighting | null): Seen {
  return { created: found?.created ?? null, updated: found?.updated ?? null, updatedBy: found?.updatedBy ?? null };
}
