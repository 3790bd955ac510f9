import type { Group } from '../group.ts';
import { contrast, desktop } from './desktop.ts';
import { environments } from './environments.ts';
import { importing } from './import.ts';
import { keychain } from './keychain.ts';
import { keys } from './keys.ts';
import { list } from './list.ts';
import { networks } from './networks.ts';
import { outbox } from './outbox.ts';
import { secrets } from './secrets.ts';
import { signIn } from './sign-in.ts';
import { writing } from './writing.ts';

export const groups: readonly Group[] = [
  environments, signIn, secrets, list, writing, importing, outbox, keys, keychain, networks, desktop, contrast,
];
