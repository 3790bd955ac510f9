import { faultSchema } from '../faults/fault.ts';
import { clockSchema, listLagSchema, releaseSchema, type Released } from './contract.ts';
import { taking, type ControlParts, type Run } from './parts.ts';
import { refuse } from './refusal.ts';

/** Answers when the fault is in force: after a `refuse`, the next connection is refused. */
export const addFault = taking(faultSchema, async (parts, fault) => {
  const active = parts.rules.add(fault);
  await followRefusing(parts);
  return active;
});

export const clearFaults: Run = async (parts, { argument }) => {
  const known = parts.rules.clear(argument === '' ? undefined : Number(argument));
  await followRefusing(parts);
  return known
    ? { cleared: true }
    : refuse(404, 'There is no fault with this number; its count may be used up.');
};

export const release = taking(releaseSchema, async ({ waiting, secrets }, { what }): Promise<Released> => {
  const wants = (piece: string): boolean => what === 'all' || what === piece;
  return {
    commits: wants('commits') ? await waiting.releaseCommits() : 0,
    listed: wants('list') ? secrets.releaseList() : 0,
    hung: wants('hung') ? waiting.releaseHung() : 0,
  };
});

export const setClock = taking(clockSchema, ({ clock }, asked) => {
  clock.offsetMs = asked.offsetMs;
  return asked;
});

export const setListLag = taking(listLagSchema, ({ secrets }, asked) => {
  secrets.listLag = asked.lag;
  return asked;
});

async function followRefusing({ rules, listener }: ControlParts): Promise<void> {
  await (rules.refusing ? listener.refuse() : listener.accept());
}
