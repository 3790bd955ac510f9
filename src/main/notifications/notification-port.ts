import type { Notice } from '../../shared/words/desktop.ts';

/** The system's notifications. */
export interface NotificationPort {
  readonly supported: boolean;
  /** Takes the place of the one before. */
  show(notice: Notice, clicked: () => void): void;
  /** Takes away what still stands there. */
  clear(): void;
}
