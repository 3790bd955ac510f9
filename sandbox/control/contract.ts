import { z } from 'zod';
import type { ActiveFault, FaultKind, Operation, Target } from '../faults/fault.ts';

/** What the control port takes and gives: the one page that the server and its typed client share. */

export type { ActiveFault, Fault, FaultKind, FaultRule, Operation, Target } from '../faults/fault.ts';

export const PERMISSIONS = ['create', 'read', 'update', 'delete'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const listLagSchema = z.strictObject({
  lag: z.union([z.number().nonnegative(), z.literal('until-released')]),
});
/** Milliseconds before a created secret shows in the list, or until `release('list')`. */
export type ListLag = z.output<typeof listLagSchema>['lag'];

export const clockSchema = z.strictObject({ offsetMs: z.number().int() });
export const releaseSchema = z.strictObject({
  what: z.enum(['commits', 'list', 'hung', 'all']).default('all'),
});
export type ReleaseWhat = z.output<typeof releaseSchema>['what'];
export interface Released {
  commits: number;
  listed: number;
  hung: number;
}

export const permissionsSchema = z.strictObject({ permissions: z.array(z.enum(PERMISSIONS)) });
export const revokeSchema = z.strictObject({ user: z.string().optional() });
export const hmacSchema = z.union([
  z.strictObject({ value: z.string() }),
  z.strictObject({ base64: z.base64() }),
]);
export const secretWriteSchema = z.strictObject({
  name: z.string(),
  value: z.string(),
  as: z.string().optional(),
});
export const secretUpdateSchema = z.strictObject({ value: z.string(), as: z.string().optional() });

/** A secret as the platform knows it; of its value only the HMAC and the length in bytes. */
export interface SecretView {
  name: string;
  created: string;
  created_by: string;
  updated: string;
  updated_by: string;
  valueHmac: string;
  valueBytes: number;
}

/** One request that arrived. `status` is null while it is unanswered, and stays null when it never is. */
export interface JournalEntry {
  seq: number;
  /** Real time (the clock offset does not apply), ISO 8601 in UTC. */
  time: string;
  method: string;
  /** With its query for the API; without it for sign-in, where a query may carry codes. */
  path: string;
  target: Exclude<Target, 'all'> | 'other';
  operation: Operation;
  connection: number;
  /** Whether an earlier request came over the same connection. */
  reused: boolean;
  user: string | null;
  names: string[];
  valueHmac: string | null;
  valueBytes: number | null;
  committed: boolean;
  status: number | null;
  fault: FaultKind | null;
}

export interface AccountView {
  username: string;
  krn: string;
  permissions: Permission[];
  oneTimeCode: boolean;
}

export interface SandboxState {
  origin: string;
  refusing: boolean;
  connections: number;
  clockOffsetMs: number;
  listLag: ListLag;
  faults: ActiveFault[];
  accounts: AccountView[];
  sessions: number;
  /** Requests and writes that wait for a release. */
  waiting: Released;
}
