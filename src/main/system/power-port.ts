export type PowerChange = 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown';

/** What happens to the computer under the app. */
export interface Power {
  /** The answer stops listening. A listener for `shutdown` must be quick: the system does not wait. */
  onChange(listener: (change: PowerChange) => void): () => void;
}
