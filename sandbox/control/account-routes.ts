import type { Account } from '../accounts.ts';
import { oneTimeCode } from '../identity/totp.ts';
import { permissionsSchema, revokeSchema, type AccountView } from './contract.ts';
import { taking, type Run } from './parts.ts';
import { refuse, type Refusal } from './refusal.ts';

export const setPermissions = taking(permissionsSchema, ({ accounts }, { permissions }, { argument }) => {
  const account = accounts.byLogin(argument);
  if (account === undefined) return nobody(argument);
  account.permissions = new Set(permissions);
  return viewOf(account);
});

export const currentCode: Run = ({ accounts }, { argument }) => {
  const secret = accounts.byLogin(argument)?.totpSecret;
  if (secret === undefined) return refuse(404, `'${argument}' is not somebody with a one-time code.`);
  return { code: oneTimeCode(secret, Date.now()) };
};

export const revokeSessions = taking(revokeSchema, async ({ accounts, sessions }, { user }) => {
  const account = user === undefined ? undefined : accounts.byLogin(user);
  if (user !== undefined && account === undefined) return nobody(user);
  return { revoked: await sessions.revoke(sessions.ids(account?.id)) };
});

export function viewOf({ username, krn, permissions, totpSecret }: Account): AccountView {
  return { username, krn, permissions: [...permissions], oneTimeCode: totpSecret !== undefined };
}

export function nobody(login: string): Refusal {
  return refuse(404, `Nobody signs in as '${login}' here.`);
}
