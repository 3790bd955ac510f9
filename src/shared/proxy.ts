/** A proxy between this computer and the platforms wants to know who asks. */
export interface ProxyQuestion {
  /** Host and port, as the system's settings name it. */
  readonly proxy: string;
  /** It did not take what was given before. */
  readonly wasRefused: boolean;
}
