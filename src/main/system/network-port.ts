import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../../shared/environment.ts';

/**
 * Reads and writes travel in sessions of their own. A write session never reuses a connection: Chromium
 * re-sends a request by itself when a reused connection dies before any response header, whatever its method.
 */
export type Lane = 'read' | 'write';

export interface NetworkRequest {
  readonly environmentId: EnvironmentId;
  readonly lane: Lane;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** One deadline over connecting, headers and the whole body, in ms. */
  readonly deadlineMs: number;
  /** A longer answer is broken off. */
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal;
}

export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  /** Never followed, so that nothing ever goes to another host. */
  | { readonly kind: 'redirect'; readonly status: number }
  | {
      readonly kind: 'no-answer';
      readonly reason: NoAnswerReason;
      /** True only when it is certain that not one byte of the request reached the platform. */
      readonly nothingWasSent: boolean;
      readonly certificate?: CertificateTrouble;
      /** With the reason `proxy`: its host and port, where the system names one. */
      readonly proxy?: string;
    };

/** The one way to the network. It never throws: whatever happens is an `Exchange`. */
export interface Network {
  exchange(request: NetworkRequest): Promise<Exchange>;
  /** False only when the system is sure that there is no link; true proves nothing. */
  mayBeOnline(): boolean;
  /** True while the person works offline; then `mayBeOnline` says no as well. */
  isSwitchedOff?(): boolean;
  /** Closes what connections are open or being made: nothing goes on by itself after a request was broken off. */
  hangUp?(): void;
}
