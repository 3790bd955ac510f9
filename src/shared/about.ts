/** What the app is made of. */
export interface About {
  readonly version: string;
  /** The runtime it stands on, by name and version. */
  readonly runtime: readonly { readonly name: string; readonly version: string }[];
  /** The licences of everything that ships with it; null where their file is not there. */
  readonly notices: string | null;
}
