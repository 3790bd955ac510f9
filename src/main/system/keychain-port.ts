/** What the system's keychain is worth on this computer, found by trying it, not by its name. */
export type KeychainState =
  /** `backend` is what it is called, for the person and for support. */
  | { readonly kind: 'protects'; readonly backend: string }
  /** There is none, it is locked, or what it writes could be read by anybody. */
  | { readonly kind: 'no-protection'; readonly backend: string };

export type Unwrapped =
  | {
      readonly kind: 'opened';
      readonly content: Uint8Array;
      /** False: it opened, but so it would for anybody. Not to be kept in this form. */
      readonly protected: boolean;
      /** The keychain asks for it to be wrapped anew. */
      readonly wrapAgain: boolean;
    }
  | { readonly kind: 'not-opened' };

/**
 * The keychain of the operating system. Each call may ask the person something and take as long as they
 * take, so a window stands before the first one. Nothing throws.
 */
export interface Keychain {
  look(): Promise<KeychainState>;
  /** Null where it would be no protection, or was refused. */
  wrap(content: Uint8Array): Promise<Uint8Array | null>;
  /**
   * Some backends cannot tell a wrong key from a right one and answer garbage as `opened`: the caller checks
   * what it got.
   */
  unwrap(wrapped: Uint8Array): Promise<Unwrapped>;
}
