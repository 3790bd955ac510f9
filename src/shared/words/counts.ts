import { formats } from './formats.ts';

/** A number as it is read here: 1,048,576. */
export function amount(count: number): string {
  return formats().number.format(count);
}

/** "1 secret", "12 secrets"; a plural that is not made with s is given. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : many}`;
}

export function secrets(count: number): string {
  return counted(count, 'secret');
}

export function entries(count: number): string {
  return counted(count, 'entry', 'entries');
}

/** The verb that goes with a count: "1 secret waits", "3 secrets wait". */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
