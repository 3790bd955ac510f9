/** Ends a switch over a union: a member that was forgotten is a type error here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected member of a union: ${typeof value}`);
}
