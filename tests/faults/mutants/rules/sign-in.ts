import type { Mutant } from '../mutant.ts';

const renewal = 'src/main/auth/renewal.ts';
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
];
