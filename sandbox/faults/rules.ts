import type { ActiveFault, Fault } from './fault.ts';
import type { Incoming } from '../incoming.ts';

type Kind = Fault['kind'];
type ActiveOf<K extends Kind> = Extract<ActiveFault, { kind: K }>;

const ON_CONNECT = ['refuse', 'hang-before-read', 'reset-before-read'] as const;
type OnConnect = (typeof ON_CONNECT)[number];
/** A fault that meets a request, as opposed to a connection. */
export type RequestFault = Exclude<ActiveFault, { kind: OnConnect }>;

/**
 * The faults in force, in the order in which they were set: the first that fits a request is the one it
 * meets. A rule with a count removes itself after that many.
 */
export class FaultRules {
  #rules: ActiveFault[] = [];
  #lastId = 0;

  get refusing(): boolean {
    return this.#rules.some(({ kind }) => kind === 'refuse');
  }

  all(): ActiveFault[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  add(fault: Fault): ActiveFault {
    const active: ActiveFault = {
      ...fault,
      id: ++this.#lastId,
      ...(fault.count === undefined ? {} : { left: fault.count }),
    };
    this.#rules.push(active);
    return active;
  }

  /** Removes one rule, or all of them. False when there is no such rule. */
  clear(id?: number): boolean {
    const before = this.#rules.length;
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    return id === undefined || this.#rules.length < before;
  }

  /** The fault that a new connection meets before anything is read from it. */
  forConnection(): ActiveOf<'hang-before-read' | 'reset-before-read'> | undefined {
    const rule = this.#rules.find(({ kind }) => kind === 'hang-before-read' || kind === 'reset-before-read');
    if (rule !== undefined) this.#use(rule);
    return rule as ActiveOf<'hang-before-read' | 'reset-before-read'> | undefined;
  }

  /**
   * The fault that a request meets. On a connection that was open already this includes the connection kinds.
   */
  forRequest(incoming: Incoming, reused: boolean): ActiveFault | undefined {
    const rule = this.#rules.find((candidate) => fits(candidate, incoming, reused));
    if (rule !== undefined) this.#use(rule);
    return rule;
  }

  #use(rule: ActiveFault): void {
    if (rule.left === undefined) return;
    rule.left -= 1;
    if (rule.left === 0) this.clear(rule.id);
  }
}

function fits(rule: ActiveFault, incoming: Incoming, reused: boolean): boolean {
  if (rule.kind === 'close-idle' && !reused) return false;
  if (rule.target !== 'all' && rule.target !== incoming.target) return false;
  if (rule.operation !== undefined && rule.operation !== incoming.operation) return false;
  if (rule.method !== undefined && rule.method.toUpperCase() !== incoming.method) return false;
  if (rule.path !== undefined && !incoming.path.includes(rule.path)) return false;
  if (rule.search !== undefined && (incoming.operation !== 'list' || rule.search !== incoming.query.has('search'))) return false;
  return rule.page === undefined || rule.page === incoming.page;
}

export function meetsConnection(rule: ActiveFault): rule is ActiveOf<OnConnect> {
  return (ON_CONNECT as readonly string[]).includes(rule.kind);
}
