import type { Mutant } from '../mutant.ts';
import { carryMutants } from './carry.ts';
import { keyMutants } from './keys.ts';
import { networkMutants } from './network.ts';
import { outboxMutants } from './outbox.ts';
import { platformMutants } from './platform.ts';
import { signInMutants } from './sign-in.ts';
import { storageMutants } from './storage.ts';
import { syncMutants } from './sync.ts';

export const allMutants: readonly Mutant[] = [
  ...outboxMutants,
  ...carryMutants,
  ...syncMutants,
  ...platformMutants,
  ...signInMutants,
  ...storageMutants,
  ...keyMutants,
  ...networkMutants,
];
