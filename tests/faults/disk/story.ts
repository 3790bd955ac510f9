import { removeEnvironment } from '../../../src/main/environments/removal.ts';
import type { Entry } from '../../../src/main/outbox/stored-entry.ts';
import { done, refuse } from '../../../src/shared/answer.ts';
import type { EnvironmentId } from '../../../src/shared/environment.ts';
import type { OpenedProfile } from './opened-profile.ts';

/** One thing that the app does to its profile: one commit, or none. It can be done again after it was refused. */
export interface Step {
  readonly name: string;
  readonly run: (profile: OpenedProfile) => void;
}

const environmentId = 'env-a' as EnvironmentId;
const origin = 'https://plant-a.example';
const to = { environmentId, origin, accountId: 1 };
const seen = { created: '2026-11-24T08:00:00.000001Z', updated: '2026-11-24T08:00:00.000001Z', updatedBy: 'ana' };
const timeoutMs = 30_000;

/** Long enough for its value to lie on pages of its own, and for a frame to cross many sectors. */
const long = (letter: string): string => letter.repeat(40_000);

const openOf = (profile: OpenedProfile, name: string): Entry => {
  const entry = profile.outbox.rows.anyOpen(environmentId, name);
  if (entry === null) throw new Error(`Nothing open is called ${name}`);
  return entry;
};

const must = (answer: { readonly ok: boolean; readonly code?: unknown }): void => {
  if (!answer.ok) throw new Error(`refused: ${String(answer.code)}`);
};
const mustMove = (moved: boolean): void => {
  if (!moved) throw new Error('the entry moved on');
};

const add = (name: string, value = `value of ${name}`): Step => ({
  name: `add ${name}`,
  run: ({ outbox }) => must(outbox.add(to, name, value)),
});
const begin = (name: string): Step => ({
  name: `begin ${name}`,
  run: (profile) => mustMove(profile.outbox.attempts.begin(openOf(profile, name), timeoutMs, 0) !== null),
});
const deliver = (name: string, proof: 'answer' | 'read-back', revision = 1): Step => ({
  name: `deliver ${name}`,
  run: (profile) =>
    mustMove(profile.outbox.attempts.deliver(openOf(profile, name), { proof, as: 'ana', revision, found: null })),
});
const becomeUncertain = (name: string): Step => ({
  name: `uncertain ${name}`,
  run: (profile) =>
    mustMove(profile.outbox.attempts.becomeUncertain(openOf(profile, name), 'answer-lost', 'answer-lost', null)),
});
const backToWaiting = (name: string): Step => ({
  name: `waiting ${name}`,
  run: (profile) =>
    mustMove(
      profile.outbox.attempts.backToWaiting(openOf(profile, name), 'answer-lost', 'not-there-after-all', { at: null, setback: true }),
    ),
});
const changeValue = (name: string, value: string): Step => ({
  name: `change ${name}`,
  run: (profile) => must(profile.outbox.changeValue(openOf(profile, name).id, value)),
});
const discard = (name: string): Step => ({
  name: `discard ${name}`,
  run: (profile) => must(profile.outbox.discard(openOf(profile, name).id, true)),
});
/** The environment goes, and what the person was shown of it. Its receipts come after the commit, one by one. */
const remove: Step = {
  name: 'remove the environment',
  run: ({ db, outbox, clock }) => {
    const shown = outbox.rows.open(environmentId).map(({ id }) => id);
    must(outbox.discardShown({ environmentId, shown }, () => (removeEnvironment(db, environmentId, clock.now()) ? done : refuse('unexpected'))));
  },
};
/** Empties the log into the database: what was erased must leave the log too. */
const checkpoint: Step = { name: 'checkpoint', run: ({ checkpoints }) => void checkpoints.now() };

const signIn: Step = {
  name: 'an environment and an account',
  run: ({ db, clock }) =>
    db.transaction(() => {
      db.prepare('INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, ?, ?, ?)')
        .run(environmentId, origin, 'Plant A', 'production', 'plum', clock.now());
      db.prepare('INSERT INTO accounts (id, environment_id, issuer, subject, name, names) VALUES (1, ?, ?, ?, ?, ?)')
        .run(environmentId, `${origin}/auth`, 'ana', 'ana', '["ana"]');
    }).immediate(),
};

/** A day of the outbox: every kind of commit that it makes, in an order that could be anybody's. */
export const morning: readonly Step[] = [
  signIn,
  add('first'),
  add('long', long('a')),
  begin('first'),
  add('second'),
  deliver('first', 'answer'),
  checkpoint,
  begin('long'),
  becomeUncertain('long'),
  changeValue('long', long('b')),
  {
    name: 'look again at long',
    run: (profile) => mustMove(profile.outbox.attempts.lookAgain(openOf(profile, 'long'), profile.clock.now() + 5000)),
  },
  deliver('long', 'read-back'), // of its first revision: a replace with the newer value follows in the same commit
  { name: 'hold long', run: (profile) => must(profile.outbox.hold(openOf(profile, 'long').id, true)) },
  { name: 'replace', run: ({ outbox }) => must(outbox.replace(to, 'on-the-platform', 'newer', seen)) },
  { name: 'delete', run: ({ outbox }) => must(outbox.delete(to, 'unwanted', seen)) },
  begin('second'),
  {
    name: 'second needs attention',
    run: (profile) =>
      mustMove(profile.outbox.attempts.needAttention(openOf(profile, 'second'), 'refused', {
        kind: 'refused', status: 422, platformWords: null,
      })),
  },
  checkpoint,
  {
    name: 'import',
    run: ({ outbox }) =>
      must(outbox.addMany(to, ['a', 'b', 'c'].map((letter) => ({ name: `imported-${letter}`, value: long(letter), replaces: null })))),
  },
  add('third'),
  { name: 'rename second', run: (profile) => must(profile.outbox.rename(openOf(profile, 'second').id, 'second-renamed')) },
  begin('third'),
];

/** After a quit and a new start. It ends without one: whatever comes next is a crash. */
export const afternoon: readonly Step[] = [
  { name: 'recover', run: ({ outbox }) => void outbox.attempts.recover() },
  backToWaiting('third'),
  begin('third'),
  deliver('third', 'answer'),
  changeValue('second-renamed', long('c')),
  begin('unwanted'),
  deliver('unwanted', 'answer'),
  checkpoint,
  discard('second-renamed'),
  add('fourth'),
  begin('on-the-platform'),
  becomeUncertain('on-the-platform'),
  discard('on-the-platform'),
  add('fifth', long('d')),
  remove,
];
