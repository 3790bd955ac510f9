/** What is drained in both ways: the same names, the same values of 200 bytes. */
export function drainedSecrets(count: number, name = 'drained'): { readonly name: string; readonly value: string }[] {
  return Array.from({ length: count }, (_, at) => ({ name: `${name}-${at}`, value: `value ${at}`.padEnd(200, '.') }));
}
