import { assertNever } from '../assert-never.ts';
import { likelyNameLength, type NameProblem, type NameWarning } from '../secret-name.ts';
import { amount, counted } from './counts.ts';

/** What is said about a name while it is typed. */
export const nameRule = 'Lowercase letters, digits and -';

export function nameProblemWords(problem: NameProblem): string {
  switch (problem.kind) {
    case 'empty':
      return 'Give the secret a name.';
    case 'too-long':
      return `A name has at most ${amount(problem.max)} characters.`;
    case 'characters':
      return 'Only lowercase letters, digits and -.';
    default:
      return assertNever(problem);
  }
}

export function nameWarningWords(warning: NameWarning): string {
  switch (warning) {
    case 'dash-at-end':
      return 'The platform may refuse a name that begins or ends with -.';
    case 'longer-than-usual':
      return `The platform may refuse a name of more than ${likelyNameLength} characters.`;
    default:
      return assertNever(warning);
  }
}

export const nameFree = 'Not in use here, checked just now';
export const nameUnknown = 'No list was read here yet. The platform is asked when this is sent.';
export const nameWaits = 'A secret with this name already waits.';
export const showIt = 'Show it';
export const replaceItsValue = 'Replace its value…';

/** `when`: the time of the cached list, in words. */
export function nameFreeAsOf(when: string): string {
  return `Not in the list as of ${when}`;
}

/** `when`: the time that secret was created, in words that follow "created … ". */
export function nameTaken(who: string | null, when: string | null): string {
  const at = when === null ? '' : ` ${when}`;
  return who === null
    ? `A secret with this name is already there${when === null ? '' : `, created${at}`}.`
    : `${who} created a secret with this name${at}.`;
}

/** Of an older list: the secret may be gone meanwhile. `when`: the time of that list, in words. */
export function nameTakenAsOf(when: string): string {
  return `So the list of ${when} says. You can add yours all the same: the platform is asked when it is sent.`;
}

/** The repair that a wrong name is offered. */
export function useInstead(suggestion: string): string {
  return `Use ${suggestion}`;
}

export function nameLength(name: string): string {
  return counted([...name].length, 'character');
}
