import type { Known } from './ledger.ts';

export type FindingKind =
  /** The app promised it and has it no more, or says that it is done and it is not. */
  | 'lost'
  /** It was carried out more often than it was asked for. */
  | 'duplicated'
  /** The faults are over, and it does not come to an end. */
  | 'stuck'
  /** Somebody else's work was written over. */
  | 'overwritten'
  /** What the app says is not so. */
  | 'untrue'
  /** Something was written, or leaked, that nobody asked for. */
  | 'unasked';

/** Something that must never be. */
export interface Finding {
  readonly kind: FindingKind;
  /** Whose timeline tells about it; null where it is no entry's own. */
  readonly known: Known | null;
  readonly words: string;
}

/**
 * What cannot be told apart from here, whatever the app does (docs/reliability.md):
 * 1 our own account creates the name elsewhere; 2 the platform's clock moves against its own word; 3 our own account
 * replaces it elsewhere; 4 somebody deletes what we made before we could see it; 5 somebody changes it between our
 * look and our write; 6 a write lands long after we saw that it had not been done; 7 a list hides for more than
 * 20 s what was created.
 */
export type UntellableCase = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Untellable {
  readonly number: UntellableCase;
  readonly known: Known | null;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly untellable: readonly Untellable[];
}

/** Where judges put what they found. */
export interface Bench {
  find(kind: FindingKind, known: Known | null, words: string): void;
  cannotTell(number: UntellableCase, known: Known | null): void;
  verdict(): Verdict;
}

export function openBench(): Bench {
  const findings: Finding[] = [];
  const untellable: Untellable[] = [];
  return {
    find: (kind, known, words) => void findings.push({ kind, known, words }),
    cannotTell: (number, known) => void untellable.push({ number, known }),
    verdict: () => ({ findings, untellable }),
  };
}
