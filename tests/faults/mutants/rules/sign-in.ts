import type { Mutant } from '../mutant.ts';

const renewal = 'src/main/auth/renewal.ts';
const signIn = 'src/main/auth/sign-in.ts';
const authTest = 'src/main/auth/auth.test.ts';

/** Who is signed in, and for how long (design §3.8, §4). */
export const signInMutants: readonly Mutant[] = [
  {
    name: 'rotated-token-uncommitted',
    rule: 'A rotated refresh token is committed before it is used.',
    file: renewal,
    search: '        if (!commit(result.tokens)) return standing(id);\n',
    replacement: '',
    test: {
      file: authTest,
      titles: ['an access token', 'is renewed then, once for all who ask, and the rotated refresh token is committed first'],
    },
  },
  {
    name: 'renewed-by-each-who-asks',
    rule: 'Refresh is single-flight.',
    file: renewal,
    search: '    if (running !== undefined) return running;\n',
    replacement: '',
    test: {
      file: authTest,
      titles: ['an access token', 'is renewed then, once for all who ask, and the rotated refresh token is committed first'],
    },
  },
  {
    name: 'renewed-without-end',
    rule: '401 → refresh once and repeat, else the gate shuts.',
    file: renewal,
    search: 'const earlier = afterRejection.get(environmentId);',
    replacement: 'const earlier = { token: rejectedToken, at: -Infinity };',
    test: {
      file: authTest,
      titles: ['a rejected token', 'closes the session if the renewed one is rejected at once'],
    },
  },
  {
    name: 'sign-in-taken-for-a-renewal',
    rule: '401 → refresh once and repeat, else the gate shuts; what a sign-in brought was not refreshed yet.',
    file: renewal,
    search: "answer.kind === 'token' && renewed.get(environmentId) === answer.accessToken",
    replacement: "answer.kind === 'token'",
    test: {
      file: authTest,
      titles: ['a rejected token', 'of somebody who signed in during a renewal is renewed itself before anything ends'],
    },
  },
  {
    name: 'signed-out-by-being-offline',
    rule: 'Being offline never signs anyone out.',
    file: renewal,
    search: "      case 'no-answer':\n        return result;\n",
    replacement: "      case 'no-answer':\n        return close(id, session);\n",
    test: {
      file: authTest,
      titles: ['an access token', 'that ended cannot be renewed after %s, and nobody is signed out by that'],
    },
  },
  {
    name: 'issuer-shared-by-two',
    rule: 'A credential of one environment is never sent to another, whatever the metadata says.',
    file: signIn,
    search: '    if (owner !== null) return {',
    replacement: '    if (owner === undefined) return {',
    test: {
      file: authTest,
      titles: ['signing in', 'is never at what belongs to another environment', 'by its address: %s'],
    },
  },
  {
    name: 'token-of-any-issuer',
    rule: 'A token that somebody else issued signs nobody in.',
    file: signIn,
    search: '  if (claims.issuer !== null && ',
    replacement: '  if (claims.issuer === undefined && ',
    test: { file: authTest, titles: ['signing in', '%s that somebody else issued signs nobody in, and is told'] },
  },
  {
    name: 'late-sign-in-counts',
    rule: 'A sign-in that was begun before another one, a sign-out, a removal or a lock takes no effect.',
    file: 'src/main/auth/sign-in-attempts.ts',
    search: '      running.get(environmentId)?.signal.abort();\n',
    replacement: '',
    test: {
      file: authTest,
      titles: ['a sign-in whose answer comes late', '%s does not replace one that was begun after it'],
    },
  },
  {
    name: 'lost-with-its-environment',
    rule: 'Nothing leaves the outbox without the person’s own confirmed discard.',
    file: 'src/main/outbox/discard-shown.ts',
    search: "        if (moreWaits(rows, asked)) throw new Undone('more-waits');\n",
    replacement: '',
    test: {
      file: 'src/main/start/leaving.test.ts',
      titles: ['removing an environment', 'loses nothing that was added while it was left'],
    },
  },
];
