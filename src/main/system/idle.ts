import { powerMonitor } from 'electron';

/** For how long nobody has touched this computer, in seconds, as the system tells; 0 where it cannot. After `ready` only. */
export function secondsIdle(): number {
  try {
    return powerMonitor.getSystemIdleTime();
  } catch {
    return 0;
  }
}
