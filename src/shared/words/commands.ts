import type { CommandForm } from '../command.ts';
import type { Intent } from '../entry.ts';

/** The details panel's part about using a secret, and doing the same, elsewhere. */
export const elsewhere = {
  reference: 'Reference',
  referenceUse: 'Stands for its value in the configuration of an app.',
  same: 'The same elsewhere',
  what: 'What to do',
  form: 'As',
  copy: 'Copy',
  copied: 'Copied.',
  note: 'These hold neither a value nor a token. What you put into a command may stay in the history of your shell.',
} as const;

export const commandForms: Readonly<Record<CommandForm, string>> = {
  reference: 'Reference',
  curl: 'cURL',
  python: 'Python',
  cli: 'Command line',
};

const verbs: Readonly<Record<Intent, string>> = { create: 'Create', replace: 'Replace value', delete: 'Delete' };

export function commandVerb(intent: Intent): string {
  return verbs[intent];
}

/** What a screen reader calls the text of a command: "Replace value as cURL". */
export function commandTitle(intent: Intent, form: CommandForm): string {
  return `${verbs[intent]} as ${commandForms[form]}`;
}

/** What a screen reader calls the button that copies it. */
export function copyOf(form: CommandForm): string {
  return form === 'reference' ? 'Copy the reference' : `Copy as ${commandForms[form]}`;
}
