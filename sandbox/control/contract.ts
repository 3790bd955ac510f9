import { z } from 'zod';

/** What the control port takes and gives: the one page that the server and its typed client share. */

export const PERMISSIONS = ['create', 'read', 'update', 'delete'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const TARGETS = ['api', 'auth', 'metadata', 'all'] as const;
export type Target = (typeof TARGETS)[number];

export const OPERATIONS = [
  'create', 'list', 'update', 'delete', 'me', 'metadata', 'token', 'authorize', 'sign-in-page', 'logout', 'other',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Which requests a rule is for. Every given part must match; `path` is a piece of the path, `page` a list page. */
const filter = {
  target: z.enum(TARGETS).default('all'),
  operation: z.enum(OPERATIONS).optional(),
  method: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  page: z.number().int().positive().optional(),
  /** How many requests meet the fault before the rule removes itself; without it the rule stays until cleared. */
  count: z.number().int().positive().optional(),
};

const commit = z.boolean().default(false);

const FAULT_SCHEMAS = [
  z.strictObject({ kind: z.literal('refuse'), ...filter }),
  z.strictObject({ kind: z.literal('hang-before-read'), ...filter }),
  z.strictObject({ kind: z.literal('reset-before-read'), ...filter }),
  z.strictObject({ kind: z.literal('hang-before-commit'), ...filter }),
  z.strictObject({ kind: z.literal('hang-after-commit'), ...filter }),
  z.strictObject({ kind: z.literal('reset-before-commit'), ...filter }),
  z.strictObject({ kind: z.literal('reset-after-commit'), ...filter }),
  z.strictObject({ kind: z.literal('reset-in-body'), ...filter }),
  z.strictObject({ kind: z.literal('truncate-body'), bytes: z.number().int().nonnegative().optional(), ...filter }),
  z.strictObject({ kind: z.literal('slow'), bytesPerSecond: z.number().positive(), ...filter }),
  z.strictObject({ kind: z.literal('commit-late'), afterMs: z.number().nonnegative().optional(), ...filter }),
  z.strictObject({ kind: z.literal('close-idle'), commit, ...filter }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(200).max(599),
    body: z.unknown().optional(),
    contentType: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** Seconds, or an HTTP date. */
    retryAfter: z.union([z.number(), z.string()]).optional(),
    commit,
    ...filter,
  }),
  z.strictObject({ kind: z.literal('html-200'), commit, ...filter }),
  z.strictObject({
    kind: z.literal('redirect'),
    location: z.string().min(1),
    status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).default(307),
    commit,
    ...filter,
  }),
  z.strictObject({
    kind: z.literal('echo-value'),
    encoding: z.enum(['raw', 'json']),
    status: z.number().int().min(400).max(599).default(400),
    ...filter,
  }),
  z.strictObject({ kind: z.literal('wrong-shape'), ...filter }),
  z.strictObject({ kind: z.literal('empty-body'), ...filter }),
  z.strictObject({ kind: z.literal('wrong-name'), name: z.string().default('another-secret'), ...filter }),
] as const;

/** These act before anything is read, so nothing of a request can be matched and no request can be counted. */
const CONNECTION_KINDS: ReadonlySet<string> = new Set(['refuse', 'hang-before-read', 'reset-before-read']);

export const faultSchema = z.discriminatedUnion('kind', FAULT_SCHEMAS).superRefine((rule, context) => {
  if (CONNECTION_KINDS.has(rule.kind)) {
    const given = rule.operation ?? rule.method ?? rule.path ?? rule.page;
    if (rule.target !== 'all' || given !== undefined) {
      context.addIssue({ code: 'custom', message: `'${rule.kind}' acts before a request is read: use target 'all', no filter` });
    }
  }
  if (rule.kind === 'refuse' && rule.count !== undefined) {
    context.addIssue({ code: 'custom', message: `'refuse' cannot count: the system refuses before the sandbox sees anything` });
  }
  if (rule.kind === 'commit-late' && rule.target !== 'api') {
    context.addIssue({ code: 'custom', message: `'commit-late' is for target 'api': only secrets land late` });
  }
});

/** One fault with its filter, as a caller writes it (defaults left out). */
export type FaultRule = z.input<typeof faultSchema>;
/** The same with its defaults filled in. */
export type Fault = z.output<typeof faultSchema>;
export type FaultKind = Fault['kind'];
/** A rule in force. `left` is missing when it does not count. */
export type ActiveFault = Fault & { id: number; left?: number };

export const listLagSchema = z.strictObject({ lag: z.union([z.number().nonnegative(), z.literal('until-released')]) });
/** Milliseconds before a created secret shows in the list, or until `release('list')`. */
export type ListLag = z.output<typeof listLagSchema>['lag'];

export const clockSchema = z.strictObject({ offsetMs: z.number().int() });
export const releaseSchema = z.strictObject({ what: z.enum(['commits', 'list', 'hung', 'all']).default('all') });
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
export const secretWriteSchema = z.strictObject({ name: z.string(), value: z.string(), as: z.string().optional() });
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
