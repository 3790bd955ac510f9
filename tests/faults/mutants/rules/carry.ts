import type { Mutant } from '../mutant.ts';

const carry = 'src/main/sync/carry.ts';
const proof = 'src/main/sync/proof.ts';
const carryTest = 'src/main/sync/carry.test.ts';
const proofTest = 'src/main/sync/proof.test.ts';

/** What is sent, what is read back, and what is asked about (design §3.4 to 9). */
export const carryMutants: readonly Mutant[] = [
  {
    name: 'conflict-without-reading-back',
    rule: 'Every 409 is read back, on the first attempt too.',
    file: carry,
    search: "await record(() => log.becomeUncertain(entry, 'exists', 'name-is-there', null));",
    replacement: "await needAttention(ports, entry, 'exists', { kind: 'cannot-tell', because: 'no-proof', found: null });",
    test: {
      file: carryTest,
      titles: ['a create', 'that meets a 409 is read back, and is delivered where it was ours'],
    },
  },
  {
    name: 'claimed-outside-the-window',
    rule: 'A secret is ours only when it was made inside one attempt’s own window.',
    file: proof,
    search: 'return isInside(Date.parse(at), attempt, attempt.clockOffsetMs ?? offsetMs ?? 0);',
    replacement: 'return true;',
    test: {
      file: carryTest,
      titles: ['a create', 'claims no secret that is %s: a person is asked, and the value stays'],
    },
  },
  {
    name: 'window-without-its-start',
    rule: 'An attempt’s window begins when the attempt does.',
    file: proof,
    search: 'at >= attempt.startedAt + offsetMs - clockSkewMs && at',
    replacement: 'at',
    test: { file: proofTest, titles: ['a secret was not made by an attempt', '%s'] },
  },
  {
    name: 'window-without-its-end',
    rule: 'An attempt’s window ends two minutes after the attempt does.',
    file: proof,
    search: 'at <= attempt.endedAt + offsetMs',
    replacement: 'at <= Infinity + offsetMs',
    test: { file: proofTest, titles: ['a secret was not made by an attempt', '%s'] },
  },
  {
    name: 'window-by-our-own-clock',
    rule: 'An attempt’s window is reckoned by the platform’s clock.',
    file: proof,
    search: 'isInside(Date.parse(at), attempt, attempt.clockOffsetMs ?? offsetMs ?? 0)',
    replacement: 'isInside(Date.parse(at), attempt, 0)',
    test: {
      file: proofTest,
      titles: [
        'a secret was made by an attempt',
        'by the platform’s clock, as it was known when the attempt began',
      ],
    },
  },
  {
    name: 'claimed-from-a-colleague',
    rule: 'A secret that somebody else created is never claimed as ours.',
    file: proof,
    search: 'if (!isOurAccount(by, account) || at === null) return false;',
    replacement: 'if (at === null) return false;',
    test: {
      file: carryTest,
      titles: ['a create', 'claims no secret that is %s: a person is asked, and the value stays'],
    },
  },
  {
    name: 'claimed-though-touched-since',
    rule: 'A created secret that was changed since is not ours to claim.',
    file: proof,
    search: "if (attempt.intent === 'create' && (found.updated",
    replacement: "if (attempt.intent === 'delete' && (found.updated",
    test: {
      file: carryTest,
      titles: ['a create', 'claims no secret that is %s: a person is asked, and the value stays'],
    },
  },
  {
    name: 'claimed-by-what-was-never-sent',
    rule: 'An attempt of which it is certain that nothing was done has made nothing.',
    file: proof,
    search: 'if (!mayHaveArrived(attempt)) return false;',
    replacement: '',
    test: {
      file: proofTest,
      titles: ['a secret was not made by an attempt', 'of which it is certain that nothing was done: %s'],
    },
  },
  {
    name: 'account-by-name-though-known',
    rule: 'Once a 201 showed our KRN, no other is ours.',
    file: proof,
    search: '  if (account.krn !== null) return krn === account.krn;\n',
    replacement: '',
    test: { file: proofTest, titles: ['an account is ours', '%s'] },
  },
  {
    name: 'uncertain-simply-repeated',
    rule: 'What is uncertain is never simply repeated: it is read back first.',
    file: carry,
    search: 'await record(() => log.becomeUncertain(entry, because, because, null));',
    replacement: 'await record(() => log.backToWaiting(entry, because, because, { at: null, setback: true }));',
    test: {
      file: carryTest,
      titles: [
        'a create',
        'whose answer was lost is sent again only after it was looked for twice, a settle delay apart',
      ],
    },
  },
  {
    name: 'repeated-after-one-look',
    rule: 'Not found once is no proof: a list may lag behind a create.',
    file: carry,
    search: '  if (entry.looks === 0) {\n    await lookAgain(ports, entry);\n    return;\n  }\n',
    replacement: '',
    test: {
      file: carryTest,
      titles: [
        'a create',
        'whose answer was lost is sent again only after it was looked for twice, a settle delay apart',
      ],
    },
  },
  {
    name: 'looked-again-at-once',
    rule: 'Between the two looks lies a settle delay.',
    file: carry,
    search: 'ports.clock.now() + settleMs',
    replacement: 'ports.clock.now()',
    test: {
      file: carryTest,
      titles: [
        'a create',
        'whose answer was lost is sent again only after it was looked for twice, a settle delay apart',
      ],
    },
  },
  {
    name: 'found-by-a-part-of-the-name',
    rule: 'The platform’s search finds parts of names; the match is exact, and on our side.',
    file: carry,
    search: 'secrets.find((secret) => secret.name === name)',
    replacement: 'secrets.find((secret) => secret.name.includes(name))',
    test: { file: carryTest, titles: ['a create', 'is not taken for found where a longer name holds it'] },
  },
  {
    name: 'round-in-circles',
    rule: 'A 409 whose secret is never listed is asked about, never a loop.',
    file: carry,
    search: "if (last?.outcome === 'exists') {",
    replacement: 'if (last === undefined) {',
    test: {
      file: carryTest,
      titles: ['a create', 'whose name is taken and never listed does not go round in circles'],
    },
  },
  {
    name: 'refused-list-taken-for-empty',
    rule: 'A list that is refused does not say that nothing is there.',
    file: carry,
    search: "if (outcome.kind === 'forbidden') return { kind: 'list-refused' };",
    replacement: "if (outcome.kind === 'forbidden') return { kind: 'look', found: null, clockOffsetMs: null };",
    test: {
      file: carryTest,
      titles: [
        'a create',
        'that cannot be read back, the list being refused, is asked about and not sent again',
      ],
    },
  },
  {
    name: 'failed-look-taken-for-empty',
    rule: 'A look that failed does not say that nothing is there.',
    file: carry,
    search: "return { kind: 'news', news: newsOfList(outcome) };",
    replacement: "return { kind: 'look', found: null, clockOffsetMs: null };",
    test: { file: carryTest, titles: ['a create', 'stays uncertain as long as it cannot be looked for'] },
  },
  {
    name: 'let-go-when-refused',
    rule: 'Nothing leaves the outbox without a 2xx, a proven read-back, or the person’s own discard; a 400 is none.',
    file: carry,
    search: `needAttention(ports, entry, 'refused', {
        kind: 'refused',
        status: outcome.status,
        platformWords: outcome.platformWords,
      });`,
    replacement: "deliver(ports, errand, 'answer', entry.revision, null);",
    test: {
      file: carryTest,
      titles: ['a create', 'that the platform refuses stays with its value, for the person to decide'],
    },
  },
  {
    name: 'refused-by-a-401',
    rule: 'A 401 shuts the gate; the entry was refused by nobody and waits.',
    file: carry,
    search: "await record(() => log.backToWaiting(entry, 'signed-out', 'signed-out', again(ports, entry, 'signed-out')));",
    replacement: "await needAttention(ports, entry, 'refused', { kind: 'forbidden', platformWords: null });",
    test: {
      file: carryTest,
      titles: ['a create', 'that meets a 401 waits: the gate shuts, and nobody refused the entry'],
    },
  },
  {
    name: 'unavailable-simply-repeated',
    rule: '503 with Retry-After may have been carried out: it is read back after the wait.',
    file: carry,
    search: 'outcome.mayBeDone\n',
    replacement: 'outcome.retryAfterMs < 0\n',
    test: {
      file: carryTest,
      titles: [
        'a create',
        'that the platform asks to wait, when it may be done: %s, is %s afterwards, and the gate is told how long',
      ],
    },
  },
  {
    name: 'read-back-as-somebody-else',
    rule: 'An entry is read back as its own account only: what another made would count as ours.',
    file: carry,
    search: '  if (token.account.id !== entry.accountId) return nothing;\n',
    replacement: '',
    test: {
      file: carryTest,
      titles: [
        'somebody else who signed in',
        'does not read back what we sent: what is theirs would count as ours',
      ],
    },
  },
  {
    name: 'sent-after-a-change-of-accounts',
    rule: 'Who signed in while it was looked for is obeyed: nothing is sent as somebody else.',
    file: carry,
    search: '  if (!ports.access.isSignedIn(environmentId) || ports.access.account(environmentId)?.id !== accountId) return nothing;\n',
    replacement: '',
    test: {
      file: carryTest,
      titles: ['somebody else who signed in', 'while we looked at the platform, sends nothing either'],
    },
  },
  {
    name: 'replaced-unseen',
    rule: 'Before a replace or delete is sent, the secret must be as the person saw it.',
    file: carry,
    search: 'if (isAsSeen(look.found, entry.seen)) return send(ports, errand);',
    replacement: 'if (look.found !== null) return send(ports, errand);',
    test: {
      file: carryTest,
      titles: ['a %s', 'is not sent where somebody changed the secret since: a person is asked'],
    },
  },
  {
    name: 'deleted-without-looking',
    rule: 'A delete is looked for before it is sent, and before it is repeated.',
    file: carry,
    search: "return entry.intent === 'create' ? send(ports, errand)",
    replacement: "return entry.intent !== 'replace' ? send(ports, errand)",
    test: {
      file: carryTest,
      titles: ['a %s', 'whose answer was lost looks twice before it is sent again, and once more then'],
    },
  },
  {
    name: 'changed-taken-for-unchanged',
    rule: 'Reading a replace or delete back, what somebody changed in between is not “not done”.',
    file: carry,
    search: "entry.intent !== 'create' && isAsSeen(look.found, entry.seen);",
    replacement: "entry.intent !== 'create';",
    test: {
      file: carryTest,
      titles: ['a %s', 'whose answer was lost asks, where somebody changed the secret in between'],
    },
  },
  {
    name: 'older-value-over-a-newer',
    rule: 'Nothing is sent while something of ours that was sent earlier may still land and undo it.',
    file: carry,
    search: 'if (undoneUntil > ports.clock.now()) {',
    replacement: 'if (undoneUntil < 0) {',
    test: { file: carryTest, titles: ['a newer value is not sent while an older one of it may still land'] },
  },
  {
    name: 'claimed-from-an-earlier-entry',
    rule: 'What another entry of ours made is no proof for this one: its value is another.',
    file: carry,
    search: 'return mayBeAnothers(entry, found, ports.log.othersUnderName(entry), offsets) ? null : made;',
    replacement: 'return made;',
    test: {
      file: carryTest,
      titles: ['a create', 'claims no secret that an earlier entry of the same name made: its value is another'],
    },
  },
];
