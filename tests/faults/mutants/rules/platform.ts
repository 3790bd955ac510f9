import type { Mutant } from '../mutant.ts';

const outcome = 'src/main/platform-api/write-outcome.ts';
const outcomeTest = 'src/main/platform-api/write-outcome.test.ts';

/** What the platform's answers mean (design §3.3, 4, 8). */
export const platformMutants: readonly Mutant[] = [
  {
    name: 'delivered-under-another-name',
    rule: 'A 2xx counts as delivered only with the name that was sent.',
    file: outcome,
    search: 'if (secret === null || secret.name !== asked.name) {',
    replacement: 'if (secret === null) {',
    test: { file: outcomeTest, titles: ['a write stays uncertain', 'after %s'] },
  },
  {
    name: 'page-taken-for-an-answer',
    rule: 'HTML with 200 is a captive portal’s page, never a success.',
    file: outcome,
    search: "  if (isPage(answer)) return { kind: 'uncertain', because: 'captive-portal', clockOffsetMs };\n",
    replacement: '',
    test: { file: outcomeTest, titles: ['a write stays uncertain', 'after %s'] },
  },
  {
    name: 'accepted-taken-for-done',
    rule: 'Only 200 and 201 are success: 202 is a promise.',
    file: outcome,
    search: '(answer.status === 200 || answer.status === 201) && isJsonAnswer',
    replacement: 'isJsonAnswer',
    test: { file: outcomeTest, titles: ['a write stays uncertain', 'after %s'] },
  },
  {
    name: 'redirect-taken-for-unsent',
    rule: 'A redirect proves nothing: the request may have been carried out.',
    file: outcome,
    search: "if (exchange.kind === 'redirect') return { kind: 'uncertain', because: 'captive-portal', clockOffsetMs };",
    replacement: "if (exchange.kind === 'redirect') return { kind: 'not-sent', reason: 'captive-portal' };",
    test: { file: outcomeTest, titles: ['a write stays uncertain', 'after %s'] },
  },
  {
    name: 'server-error-taken-for-a-refusal',
    rule: 'A 5xx proves nothing: it is uncertain.',
    file: outcome,
    search: "  if (status >= 500) return { kind: 'uncertain', because: 'server-error', clockOffsetMs };\n",
    replacement: '',
    test: { file: outcomeTest, titles: ['a write stays uncertain', 'after %s'] },
  },
  {
    name: 'broken-connection-taken-for-unsent',
    rule: 'No answer counts as unsent only where that is certain.',
    file: outcome,
    search: "  if (!exchange.nothingWasSent) return { kind: 'uncertain', because: exchange.reason, clockOffsetMs: null };\n",
    replacement: '',
    test: { file: outcomeTest, titles: ['a write stays uncertain', 'after %s'] },
  },
  {
    name: 'unavailable-taken-for-unsent',
    rule: '503 with Retry-After may have been carried out: it is waited, and then read back.',
    file: outcome,
    search: 'mayBeDone: true',
    replacement: 'mayBeDone: false',
    test: { file: outcomeTest, titles: ['a write is refused', 'by %s'] },
  },
  {
    name: 'value-quoted-in-the-words',
    rule: 'The platform’s own words are scrubbed of the value before they are kept or shown.',
    file: 'src/main/platform-api/platform-words.ts',
    search: "return value === null ? words : (scrub(words, value) ?? '');",
    replacement: 'return words;',
    test: { file: outcomeTest, titles: ['a write is refused', 'in words that do not quote the value'] },
  },
  {
    name: 'retry-after-ignored',
    rule: 'After 429 and 503 the platform says how long to wait.',
    file: 'src/main/platform-api/retry-after.ts',
    search: 'return bounded(Number(text) * secondMs);',
    replacement: 'return unsaidMs;',
    test: { file: 'src/main/platform-api/retry-after.test.ts', titles: ['Retry-After', 'reads %s'] },
  },
  {
    name: 'retry-after-unbounded',
    rule: 'No answer holds an environment back for longer than an hour.',
    file: 'src/main/platform-api/retry-after.ts',
    search: 'return Math.min(Math.max(ms, shortestMs), longestMs);',
    replacement: 'return Math.max(ms, shortestMs);',
    test: { file: 'src/main/platform-api/retry-after.test.ts', titles: ['Retry-After', 'reads %s'] },
  },
  {
    name: 'list-cut-short',
    rule: 'A list is read to its end: an error on any page is the whole answer, or a name on a later one seems free.',
    file: 'src/main/platform-api/list.ts',
    search: "if (outcome.kind !== 'page') return visited.size === 1 ? outcome : onLaterPage(outcome);",
    replacement:
      "if (outcome.kind !== 'page') return visited.size === 1 ? outcome : { kind: 'list', secrets: [...found.values()], clockOffsetMs: null };",
    test: {
      file: 'src/main/platform-api/list.test.ts',
      titles: ['the list', 'is never cut short: %s on a later page is the whole answer'],
    },
  },
  {
    name: 'next-page-elsewhere',
    rule: 'The token goes to the environment’s own origin only, wherever a page says that the next one is.',
    file: 'src/main/platform-api/list.ts',
    search: 'url.origin === own.origin && url.pathname === own.pathname',
    replacement: 'url.pathname === own.pathname',
    test: {
      file: 'src/main/platform-api/list.test.ts',
      titles: ['the list', 'does not follow a next page on %s'],
    },
  },
  {
    name: 'write-on-the-lane-of-reads',
    rule: 'Writes have a lane of their own, on which no connection is used twice.',
    file: 'src/main/platform-api/create-platform-api.ts',
    search: "lane: 'write',",
    replacement: "lane: 'read',",
    test: {
      file: 'src/main/platform-api/create-platform-api.test.ts',
      titles: ['the platform API', 'says who it is and as whom, and asks for JSON'],
    },
  },
  {
    name: 'body-left-in-memory',
    rule: 'A request’s body holds the value once more, and is erased when the exchange is over.',
    file: 'src/main/platform-api/create-platform-api.ts',
    search: 'send.body.fill(0);',
    replacement: '',
    test: {
      file: 'src/main/platform-api/create-platform-api.test.ts',
      titles: ['the platform API', 'erases the body when the exchange is over'],
    },
  },
  {
    name: 'time-out-without-the-body',
    rule: 'A write’s time grows with its body.',
    file: 'src/main/platform-api/timeouts.ts',
    search: 'return baseMs + msForEachStep * Math.ceil(bodyBytes / stepBytes);',
    replacement: 'return baseMs + 0 * bodyBytes;',
    test: {
      file: 'src/main/platform-api/timeouts.test.ts',
      titles: ['a write with %i bytes of body is given %i ms'],
    },
  },
];
