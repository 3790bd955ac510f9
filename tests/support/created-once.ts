import type { JournalEntry } from '../../sandbox/control-client.ts';

type Write = Pick<JournalEntry, 'target' | 'method' | 'operation' | 'names' | 'committed' | 'valueHmac'>;

/**
 * What speaks against "this secret was created exactly once, with this value, and never touched again", out of
 * everything that the platform received. Empty: nothing does.
 * @param most how many times it may have been asked for: more than one where an answer got lost
 */
export function notCreatedOnce(journal: readonly Write[], name: string, valueHmac: string, most = 1): string[] {
  const writes = journal.filter(({ target, method, names }) => target === 'api' && method === 'POST' && names.includes(name));
  const carriedOut = writes.filter(({ committed }) => committed);
  const [first] = carriedOut;
  return [
    carriedOut.length === 1 ? null : `carried out ${String(carriedOut.length)} times`,
    writes.length <= most ? null : `asked for ${String(writes.length)} times`,
    ...writes.map(({ operation }) => (operation === 'create' ? null : `met by ${operation}`)),
    first === undefined || first.valueHmac === valueHmac ? null : 'created with another value',
  ].filter((problem) => problem !== null);
}
