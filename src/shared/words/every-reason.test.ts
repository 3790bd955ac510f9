import { describe, expect, it } from 'vitest';
import { choicesFor, type AttentionReason, type Intent } from '../entry.ts';
import { nothingFound } from './details.ts';
import { choiceWords, reasonInShort, reasonTitle, whatHappened } from './reasons.ts';

// Every reason for which an entry needs the person, as it is read: what happened (the row), what is true and safe (the
// panel), what can be done (the choices, in their order). A kind or variant that is missing here is a type error.

const now = new Date(2026, 10, 24, 14, 32).getTime();
const at = (hours: number, minutes: number) => new Date(2026, 10, 24, hours, minutes).toISOString();
const me = ['krn:user:ana.ruiz@plant-a.example'];
const joao = 'krn:user:joao.pires@plant-a.example';
const found = { created: at(9, 12), createdBy: joao, updated: at(9, 12), updatedBy: joao };
const nobody = { created: null, createdBy: null, updated: null, updatedBy: null };

interface Case {
  readonly when: string;
  readonly intent: Intent;
  /** How many attempts were made: none, and it is certain that nothing was sent. */
  readonly attempts: number;
  readonly reason: AttentionReason;
  readonly happened: string;
  readonly safe: string;
  readonly can: readonly string[];
}

type Said = Omit<Case, 'reason'>;
type CannotTell = Extract<AttentionReason, { kind: 'cannot-tell' }>;

const earlier = 'An earlier attempt may have arrived before that; nothing more is sent until you choose.';
const unsure = (done: string) => `It may or may not be ${done} already, so nothing more is sent until you choose.`;
const ofConflict = ['Give yours another name', 'Replace the value there', 'Keep yours waiting', 'The one there is mine', 'Discard yours'];
const ofUnsure = {
  create: ['Send it once more', 'The one there is mine', 'Give yours another name', 'Discard yours'],
  replace: ['Send it once more', 'The value there is mine', 'Change the value…', 'Discard yours'],
  delete: ['Send it once more', 'It is deleted already', 'Do not delete it'],
} as const;

const conflicts: readonly (Said & { readonly found: typeof found | typeof nobody })[] = [
  {
    when: 'a colleague created it', intent: 'create', attempts: 0, found,
    happened: 'joao.pires created a secret with this name at 09:12',
    safe: 'joao.pires created this secret at 09:12. It was not overwritten, and yours is still here.',
    can: ofConflict,
  },
  {
    when: 'the own account created it elsewhere', intent: 'create', attempts: 1, found: { ...found, createdBy: me[0]!, updatedBy: me[0]! },
    happened: 'You created a secret with this name at 09:12',
    safe: 'You created this secret at 09:12. It was not overwritten, and yours is still here.',
    can: ofConflict,
  },
  {
    when: 'ours arrived and a colleague changed it before it was read back', intent: 'create', attempts: 1,
    found: { ...found, createdBy: me[0]!, updated: at(9, 30) },
    happened: 'You created a secret with this name at 09:12, and joao.pires changed it at 09:30',
    safe: 'You created this secret at 09:12, and joao.pires changed it at 09:30. It was not overwritten, and yours is still here.',
    can: ofConflict,
  },
  {
    when: 'the platform says neither who nor when', intent: 'create', attempts: 1, found: nobody,
    happened: 'Somebody created a secret with this name',
    safe: 'Somebody created this secret. It was not overwritten, and yours is still here.',
    can: ofConflict,
  },
];

const cannotTell: Readonly<Record<CannotTell['because'], readonly (Said & { readonly found: CannotTell['found'] })[]>> = {
  'not-listed': [
    {
      when: 'the name is taken and not listed', intent: 'create', attempts: 1, found: null,
      happened: 'The platform says that the name is in use, but does not list it',
      safe: `The platform says that this name is in use, but its list does not show it. ${unsure('created')}`,
      can: ofUnsure.create,
    },
    {
      when: 'the same of a replace', intent: 'replace', attempts: 1, found: null,
      happened: 'The platform says that the name is in use, but does not list it',
      safe: `The platform says that this name is in use, but its list does not show it. ${unsure('replaced')}`,
      can: ofUnsure.replace,
    },
  ],
  'list-refused': [
    {
      when: 'an answer was lost', intent: 'create', attempts: 1, found: null,
      happened: 'It was sent, and this account may not look whether it arrived',
      safe: `It was sent, but no answer came, and this account may not read the list to find out. ${unsure('created')}`,
      can: ofUnsure.create,
    },
    {
      when: 'the answer to a delete was lost', intent: 'delete', attempts: 1, found: null,
      happened: 'It was sent, and this account may not look whether it arrived',
      safe: `It was sent, but no answer came, and this account may not read the list to find out. ${unsure('deleted')}`,
      can: ofUnsure.delete,
    },
    ...(['replace', 'delete'] as const).map((intent) => ({
      when: `a ${intent} cannot be looked at before it is sent`, intent, attempts: 0, found: null,
      happened: 'This account may not look at the secret first, so nothing was sent',
      safe:
        `Before it is ${intent}d, the app looks whether somebody changed it, and this account may not read the list. ` +
        'Nothing was sent. Ask whoever looks after the platform for the permission to read, then try again.',
      can: ofUnsure[intent],
    })),
  ],
  'no-proof': [
    {
      when: 'what is there shows neither times nor creator', intent: 'create', attempts: 1, found,
      happened: 'A secret with this name is there, but nothing shows whose it is',
      safe:
        'It was sent, but no answer said that it arrived. A secret with this name is on the platform now, and neither its ' +
        `times nor its creator show whether it is yours. ${unsure('created')}`,
      can: [...ofUnsure.create.slice(0, 3), 'Replace the value there', 'Discard yours'],
    },
    ...(['create', 'replace', 'delete'] as const).map((intent) => ({
      when: `a ${intent} was salvaged from a damaged outbox without its attempt`, intent, attempts: 1, found: null,
      happened: 'It may have been sent; what this computer knew of that was damaged',
      safe: `It was being sent, and what this computer knew of that attempt was damaged. ${unsure(intent === 'create' ? 'created' : `${intent}d`)}`,
      can: ofUnsure[intent],
    })),
    {
      when: 'the same of a replace', intent: 'replace', attempts: 1, found,
      happened: 'A secret with this name is there, but nothing shows whose it is',
      safe: `It was sent, but no answer said that it arrived, and what the platform shows now does not tell whether it arrived. ${unsure('replaced')}`,
      can: ofUnsure.replace,
    },
  ],
};

const refused = {
  create: ['Change the value…', 'Give yours another name', 'Try again', 'Discard yours'],
  replace: ['Change the value…', 'Try again', 'Discard yours'],
  delete: ['Try again', 'Do not delete it'],
} as const;
const askFor = 'Nothing there was changed. Ask whoever looks after the platform for the permission, then try again.';
const intents = ['create', 'replace', 'delete'] as const;
const discard = { create: 'Discard yours', replace: 'Discard yours', delete: 'Do not delete it' } as const;

const cases: { readonly [Kind in AttentionReason['kind']]: readonly Case[] } = {
  conflict: conflicts.map(({ found: there, ...said }) => ({ ...said, reason: { kind: 'conflict', found: there } })),
  'cannot-tell': Object.entries(cannotTell).flatMap(([because, all]) =>
    all.map(({ found: there, ...said }) => ({
      ...said,
      reason: { kind: 'cannot-tell', because: because as CannotTell['because'], found: there },
    })),
  ),
  'changed-meanwhile': [
    {
      when: 'nothing was sent yet', intent: 'replace', attempts: 0, reason: { kind: 'changed-meanwhile', found },
      happened: 'joao.pires changed this secret at 09:12',
      safe: 'joao.pires changed this secret at 09:12, after you decided to replace it. Nothing was sent.',
      can: ['Replace it all the same', 'The value there is mine', 'Discard yours'],
    },
    {
      when: 'a replace was sent before, and its answer was lost', intent: 'replace', attempts: 1, reason: { kind: 'changed-meanwhile', found },
      happened: 'joao.pires changed this secret at 09:12',
      safe: `joao.pires changed this secret at 09:12, after you decided to replace it. ${earlier}`,
      can: ['Replace it all the same', 'The value there is mine', 'Discard yours'],
    },
    {
      when: 'a delete meets it', intent: 'delete', attempts: 0, reason: { kind: 'changed-meanwhile', found },
      happened: 'joao.pires changed this secret at 09:12',
      safe: 'joao.pires changed this secret at 09:12, after you decided to delete it. Nothing was sent.',
      can: ['Delete it all the same', 'Leave it as it is there', 'Do not delete it'],
    },
    {
      when: 'the platform says neither who nor when', intent: 'replace', attempts: 0, reason: { kind: 'changed-meanwhile', found: nobody },
      happened: 'Somebody changed this secret',
      safe: 'Somebody changed this secret, after you decided to replace it. Nothing was sent.',
      can: ['Replace it all the same', 'The value there is mine', 'Discard yours'],
    },
  ],
  gone: [
    {
      when: 'nothing was sent yet', intent: 'replace', attempts: 0, reason: { kind: 'gone' },
      happened: 'The secret to replace is no longer on the platform',
      safe: 'You wanted to replace its value, but the secret is no longer on the platform. Your value is still here. Nothing was sent.',
      can: ['Create it anew', 'Discard yours'],
    },
    {
      when: 'a replace was sent before, and its answer was lost', intent: 'replace', attempts: 1, reason: { kind: 'gone' },
      happened: 'The secret to replace is no longer on the platform',
      safe: `You wanted to replace its value, but the secret is no longer on the platform. Your value is still here. ${earlier}`,
      can: ['Create it anew', 'Discard yours'],
    },
  ],
  refused: intents.flatMap((intent): readonly Case[] => [
    {
      when: `without saying why (${intent})`, intent, attempts: 1, reason: { kind: 'refused', status: 422, platformWords: null },
      happened: 'The platform does not accept it',
      safe: 'The platform looked at it and did not accept it, without saying why. Nothing there was changed.',
      can: refused[intent],
    },
    {
      when: `in the platform’s own words (${intent})`, intent, attempts: 1, reason: { kind: 'refused', status: 400, platformWords: 'value too long' },
      happened: 'The platform says: “value too long”',
      safe: 'The platform says: “value too long”. Nothing there was changed.',
      can: refused[intent],
    },
  ]),
  forbidden: intents.flatMap((intent): readonly Case[] => [
    {
      when: `without words (${intent})`, intent, attempts: 1, reason: { kind: 'forbidden', platformWords: null },
      happened: `This account may not ${intent} secrets here`,
      safe: `The platform does not let this account ${intent} secrets. ${askFor}`,
      can: ['Try again', discard[intent]],
    },
    {
      when: `in the platform’s own words (${intent})`, intent, attempts: 1, reason: { kind: 'forbidden', platformWords: 'ask Maria' },
      happened: `This account may not ${intent} secrets here`,
      safe: `The platform does not let this account ${intent} secrets. It says: “ask Maria”. ${askFor}`,
      can: ['Try again', discard[intent]],
    },
  ]),
  'no-such-function': intents.map((intent): Case => ({
    when: `it cannot ${intent}`, intent, attempts: 1, reason: { kind: 'no-such-function' },
    happened: `This platform cannot ${intent} secrets`,
    safe: `The platform lists secrets, but has no way to ${intent} one. Nothing there was changed.`,
    can: [...(intent === 'replace' ? ['Delete it, then create it with your value'] : []), 'Try again', discard[intent]],
  })),
  'value-damaged': (['create', 'replace'] as const).map((intent): Case => ({
    when: `it was to ${intent}`, intent, attempts: 0, reason: { kind: 'value-damaged' },
    happened: 'The disk of this computer damaged its value',
    safe: 'The disk of this computer gave back another value than it was given, so it is not sent. Type or paste the value once more.',
    can: ['Change the value…', discard[intent]],
  })),
};

const titles: { readonly [Kind in AttentionReason['kind']]: string } = {
  conflict: 'Needs you: the name is taken',
  'cannot-tell': 'Needs you: the platform cannot say',
  'changed-meanwhile': 'Needs you: it changed meanwhile',
  gone: 'Needs you: it is no longer there',
  refused: 'Needs you: not accepted',
  forbidden: 'Needs you: not allowed to create',
  'no-such-function': 'Needs you: not possible there',
  'value-damaged': 'Needs you: the value is damaged',
};

describe.each(Object.entries(cases))('an entry that needs the person because of "%s"', (kind, all) => {
  it('has its own title', () => {
    const [first] = all;
    expect(first && reasonTitle(first.reason.kind === 'forbidden' ? 'create' : first.intent, first.reason)).toBe(
      titles[kind as keyof typeof titles],
    );
  });

  it.each(all)('says what happened, what is safe and what can be done when $when', ({ intent, attempts, reason, happened, safe, can }) => {
    expect(reasonInShort({ intent, attempts }, reason, { now, me })).toBe(happened);
    expect(whatHappened({ intent, attempts }, reason, { now, me })).toBe(safe);
    expect(choicesFor(intent, reason).map((choice) => choiceWords(choice, intent, reason, 'Plant A', { me }).label)).toEqual(can);
  });
});

describe('what stands for a secret that was not found', () => {
  it('is told apart from one that could not be looked for', () => {
    expect(nothingFound({ kind: 'gone' })).toBe('nothing of this name');
    expect(nothingFound({ kind: 'cannot-tell', because: 'not-listed', found: null })).toBe('not in its list');
    expect(nothingFound({ kind: 'cannot-tell', because: 'list-refused', found: null })).toBe('this account may not look');
    expect(nothingFound({ kind: 'cannot-tell', because: 'no-proof', found: null })).toBe('was not looked at');
  });
});

describe('a choice that destroys or sends', () => {
  const choice = (name: Parameters<typeof choiceWords>[0], intent: Intent, reason: AttentionReason) =>
    choiceWords(name, intent, reason, 'Plant A production', { me });

  it('says whose value is lost, and names the environment on its button', () => {
    expect(choice('replace-there', 'create', { kind: 'conflict', found })).toEqual({
      label: 'Replace the value there',
      consequence: 'The value from joao.pires is lost. Nobody can bring it back.',
      commit: 'Replace in Plant A production',
    });
    expect(choice('replace-there', 'delete', { kind: 'changed-meanwhile', found })).toMatchObject({
      consequence: 'The value from joao.pires is lost. Nobody can bring it back.',
      commit: 'Delete from Plant A production',
    });
    expect(choice('replace-there', 'replace', { kind: 'changed-meanwhile', found: nobody }).consequence).toMatch(/^The value that is there now is lost\./);
    expect(choice('replace-there', 'replace', { kind: 'changed-meanwhile', found: { ...found, updatedBy: me[0]! } }).consequence).toMatch(
      /^The value that you put there is lost\./,
    );
  });

  it('says what a second sending can do where the first may have arrived', () => {
    const reason: AttentionReason = { kind: 'cannot-tell', because: 'no-proof', found };
    expect(choice('try-again', 'create', reason).consequence).toBe('If the first one did arrive, the platform keeps it and refuses the second.');
    expect(choice('try-again', 'replace', reason).consequence).toBe('The app looks at the secret first, and asks you again if it still cannot tell.');
    expect(choice('rename', 'create', reason).consequence).toBe('The old name may already exist on the platform.');
  });

  it('says that counting it as arrived removes the value here and sends nothing', () => {
    expect(choice('it-is-the-one', 'create', { kind: 'conflict', found }).consequence).toBe(
      'It counts as arrived, and your value is removed from this computer. Nothing is sent.',
    );
  });
});
