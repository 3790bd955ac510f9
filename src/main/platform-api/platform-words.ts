import { z } from 'zod';
import type { SecretValue } from '../../shared/secret-value.ts';
import { isPage, parseJson } from './answers.ts';
import type { Answer } from './answers.ts';
import { tidied } from './encoded-forms.ts';
import { scrub } from './scrub.ts';

const longestShown = 300;

/** Of a longer text only this much is looked at: scrubbing costs time for each character. */
const longestRead = 4_096;

const text = z.string().catch('');
const message = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(' '))]).catch('');
const errorItem = z.object({ title: text, description: text, message });
const errorBody = z.object({
  errors: z.array(errorItem.catch({ title: '', description: '', message: '' })).catch([]),
  error: text,
  error_description: text,
  message,
});

/**
 * What the platform says of a refusal, in its own words: one line of at most 300 characters without control
 * characters and without any trace of the value. Null where it says nothing that can be shown.
 */
export function platformWords(answer: Answer, value: SecretValue | null): string | null {
  if (isPage(answer)) return null;
  const body = errorBody.safeParse(parseJson(answer.body)).data;
  const said = body === undefined ? '' : wordsOf(body);
  // Scrubbed before and after its white space is tidied: each may hide what the other shows.
  const shown = scrubbed(tidied(scrubbed(said.slice(0, longestRead), value)), value);
  if (shown === '') return null;
  const characters = [...shown];
  return characters.length > longestShown ? `${characters.slice(0, longestShown - 1).join('')}…` : shown;
}

/** The fullest words: descriptions before titles before names of errors. Several errors are told one after another. */
function wordsOf(body: z.infer<typeof errorBody>): string {
  const told = body.errors.map((item) => item.description || item.message || item.title).filter((words) => words !== '');
  if (told.length > 0) return [...new Set(told)].join(' ');
  return body.error_description || body.message || body.error;
}

function scrubbed(words: string, value: SecretValue | null): string {
  return value === null ? words : (scrub(words, value) ?? '');
}
