import { z } from 'zod';

export const TARGETS = ['api', 'auth', 'metadata', 'all'] as const;
export type Target = (typeof TARGETS)[number];

export const OPERATIONS = [
  'create',
  'list',
  'update',
  'delete',
  'me',
  'metadata',
  'token',
  'authorize',
  'sign-in-page',
  'logout',
  'other',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * Which requests a rule is for. Every given part must match; `path` is a piece of the path, `page` a list
 * page.
 */
const filter = {
  target: z.enum(TARGETS).default('all'),
  operation: z.enum(OPERATIONS).optional(),
  method: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  /** List requests that search (true), or those that do not: a reading back, or a probe. */
  search: z.boolean().optional(),
  page: z.number().int().positive().optional(),
  /**
   * How many requests meet the fault before the rule removes itself; without it the rule stays until cleared.
   */
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
  z.strictObject({ kind: z.literal('reset-in-head'), ...filter }),
  z.strictObject({ kind: z.literal('reset-in-body'), ...filter }),
  z.strictObject({
    kind: z.literal('truncate-body'),
    bytes: z.number().int().nonnegative().optional(),
    ...filter,
  }),
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
    status: z
      .union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
      .default(307),
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

/**
 * These act before anything is read, so nothing of a request can be matched and no request can be counted.
 */
const CONNECTION_KINDS: ReadonlySet<string> = new Set(['refuse', 'hang-before-read', 'reset-before-read']);

export const faultSchema = z.discriminatedUnion('kind', FAULT_SCHEMAS).superRefine((rule, context) => {
  if (CONNECTION_KINDS.has(rule.kind)) {
    const filtered = rule.operation ?? rule.method ?? rule.path ?? rule.search ?? rule.page;
    if (rule.target !== 'all' || filtered !== undefined) {
      context.addIssue({
        code: 'custom',
        message: `'${rule.kind}' acts before a request is read: use target 'all', no filter`,
      });
    }
  }
  if (rule.kind === 'refuse' && rule.count !== undefined) {
    context.addIssue({
      code: 'custom',
      message: `'refuse' cannot count: the system refuses before the sandbox sees anything`,
    });
  }
  if (rule.kind === 'commit-late' && rule.target !== 'api') {
    context.addIssue({
      code: 'custom',
      message: `'commit-late' is for target 'api': only secrets land late`,
    });
  }
});

/** One fault with its filter, as a caller writes it (defaults left out). */
export type FaultRule = z.input<typeof faultSchema>;
/** The same with its defaults filled in. */
export type Fault = z.output<typeof faultSchema>;
export type FaultKind = Fault['kind'];
/** A rule in force. `left` is missing when it does not count. */
export type ActiveFault = Fault & { id: number; left?: number };
