import type { Mutant } from '../mutant.ts';

/** What is sent, what is read back, and what waits (design §3.4 to 11). */
export const syncMutants: readonly Mutant[] = [];
