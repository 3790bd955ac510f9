import type { AccountsFile } from './accounts.ts';
import type { CursorStyle } from './secrets-api/listing.ts';
import { DEFAULT_MAX_VALUE_BYTES } from './secrets-api/rules.ts';

/** How a sandbox is set up; the flags of the command line map to these one to one. */
export interface SandboxSettings {
  /** 0 picks a free one. */
  port: number;
  controlPort: number;
  tls: { cert: string | Buffer; key: string | Buffer } | undefined;
  /** What `/metadata` and the issuer say; the address it listens on when undefined. */
  publicUrl: string | undefined;
  /** The `path` in `/metadata`; with a leading slash some clients then ask for `//auth/…`. */
  authPath: string;
  accounts: AccountsFile | undefined;
  /** Where state is kept; in memory when undefined. The journal lies beside it, with `.journal` added. */
  dataFile: string | undefined;
  legacyNames: boolean;
  maxValueBytes: number;
  cursorStyle: CursorStyle;
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  /**
   * The key that signs tokens, as a private JWK; the data file's or a new one when undefined. Making one
   * takes time.
   */
  signingKey: Record<string, unknown> | undefined;
  /** The control port's bearer token; random when undefined. */
  controlToken: string | undefined;
}

export const DEFAULT_SETTINGS: SandboxSettings = {
  port: 0,
  controlPort: 0,
  tls: undefined,
  publicUrl: undefined,
  authPath: 'auth',
  accounts: undefined,
  dataFile: undefined,
  legacyNames: false,
  maxValueBytes: DEFAULT_MAX_VALUE_BYTES,
  cursorStyle: 'bookmark',
  accessTokenSeconds: 3600, // exp − iat of the token in Kelvin's documentation
  refreshTokenSeconds: 1800, // Keycloak's default
  signingKey: undefined,
  controlToken: undefined,
};
