import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PERMISSIONS, type Permission } from './control/contract.ts';
import { isBase32 } from './identity/totp.ts';

const permissions = z.array(z.enum(PERMISSIONS)).default([...PERMISSIONS]);

const userSchema = z.strictObject({
  username: z.string().min(1),
  alias: z.string().min(1).optional(),
  password: z.string().min(1),
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  permissions,
  totpSecret: z.string().refine(isBase32, 'must be base32 (A–Z, 2–7)').optional(),
});

const serviceAccountSchema = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  permissions,
});

export const accountsSchema = z.strictObject({
  users: z.array(userSchema),
  serviceAccounts: z.array(serviceAccountSchema).default([]),
});

/** What a users file says (README.md shows one). */
export type AccountsFile = z.input<typeof accountsSchema>;
export type ServiceAccount = z.output<typeof serviceAccountSchema>;

/** Somebody who can sign in: a person, or a service account (which has no password). */
export interface Account {
  id: string;
  username: string;
  krn: string;
  email: string;
  firstName: string;
  lastName: string;
  permissions: ReadonlySet<Permission>;
  totpSecret: string | undefined;
}

/**
 * Fixed, so that an authenticator app set up once goes on working. Public on purpose: it protects nothing.
 */
export const DEMO_TOTP_SECRET = 'KRSXG5CUJ5KFAU3FMNZGK5BA';

export const DEFAULT_ACCOUNTS: AccountsFile = {
  users: [
    {
      username: 'demo@sandbox.example',
      alias: 'demo',
      password: 'demo',
      firstName: 'Dana',
      lastName: 'Demo',
    },
    {
      username: 'colleague@sandbox.example',
      alias: 'colleague',
      password: 'colleague',
      firstName: 'Cleo',
      lastName: 'League',
    },
    { username: 'reader@sandbox.example', alias: 'reader', password: 'reader', permissions: ['read'] },
    { username: 'writer@sandbox.example', alias: 'writer', password: 'writer', permissions: ['create'] },
    { username: 'totp@sandbox.example', alias: 'totp', password: 'totp', totpSecret: DEMO_TOTP_SECRET },
  ],
  serviceAccounts: [{ clientId: 'sandbox-service', clientSecret: 'sandbox-service-secret' }],
};

/** Who exists, what they may do now, and whether a password is theirs. */
export class Accounts {
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly #byId = new Map<string, Account>();
  readonly #byLogin = new Map<string, Account>();
  readonly #passwords = new Map<string, Buffer>();

  constructor(file: AccountsFile = DEFAULT_ACCOUNTS) {
    const { users, serviceAccounts } = accountsSchema.parse(file);
    this.serviceAccounts = serviceAccounts;
    for (const user of users) {
      const account = {
        ...user,
        id: idFor(`user:${user.username}`),
        krn: `krn:user:${user.username}`,
        email: user.username,
      };
      this.#add(account, [user.username, ...(user.alias ? [user.alias] : [])]);
      this.#passwords.set(account.id, digest(user.password));
    }
    for (const service of serviceAccounts) {
      const username = `service-account-${service.clientId}`; // Keycloak's name for the user behind a client
      this.#add(
        {
          id: idFor(`client:${service.clientId}`),
          username,
          krn: `krn:srv-acc:${service.clientId}`,
          email: '',
          firstName: '',
          lastName: '',
          permissions: service.permissions,
          totpSecret: undefined,
        },
        [username, service.clientId],
      );
    }
  }

  all(): Account[] {
    return [...this.#byId.values()];
  }

  byId(id: string): Account | undefined {
    return this.#byId.get(id);
  }

  /** By user name, alias or client id. */
  byLogin(login: string): Account | undefined {
    return this.#byLogin.get(login);
  }

  hasPassword(account: Account, password: string): boolean {
    const stored = this.#passwords.get(account.id);
    return stored !== undefined && timingSafeEqual(stored, digest(password));
  }

  #add(
    account: Omit<Account, 'permissions' | 'totpSecret'> & {
      permissions: Permission[];
      totpSecret?: string | undefined;
    },
    logins: string[],
  ): void {
    const added: Account = {
      id: account.id,
      username: account.username,
      krn: account.krn,
      email: account.email,
      firstName: account.firstName,
      lastName: account.lastName,
      permissions: new Set(account.permissions),
      totpSecret: account.totpSecret,
    };
    this.#byId.set(added.id, added);
    for (const login of logins) {
      if (this.#byLogin.has(login)) throw new Error(`two accounts sign in as '${login}'`);
      this.#byLogin.set(login, added);
    }
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A stable id in the shape of a UUID, as Keycloak's subjects have, so that tokens outlive a restart. */
function idFor(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
