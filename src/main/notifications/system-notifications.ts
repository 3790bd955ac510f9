import { Notification } from 'electron';
import type { NotificationPort } from './notification-port.ts';

/** Through Electron. One stands there at a time, so that nobody comes back to a pile of them. */
export function createSystemNotifications(): NotificationPort {
  // Held, for one that is collected hears no click.
  let standing: Notification | null = null;
  const clear = (): void => {
    standing?.close();
    standing = null;
  };
  return {
    supported: Notification.isSupported(),
    show({ title, body }, clicked) {
      clear();
      standing = new Notification({ title, body });
      standing.on('click', clicked);
      standing.show();
    },
    clear,
  };
}
