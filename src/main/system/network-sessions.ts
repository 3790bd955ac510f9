import { session as sessions } from 'electron';
import type { Session } from 'electron';
import type { SeenCertificate } from './network-errors.ts';

export type OnCertificate = (host: string, seen: SeenCertificate) => void;

/** A session for one request; `release` gives it back and tells whether the request ran out of time. */
export interface Lease {
  readonly session: Session;
  release(timedOut: boolean): void;
}

/**
 * The network sessions of one environment, in memory only: one that reads share, keeping its connections, and
 * some for writes, of which each carries one request at a time.
 *
 * A write must travel on a connection that nothing else used and that was made for it. `connection: close` keeps
 * Chromium from using a connection twice, but not from using one that was made for a request which gave up in
 * the meantime: it waits in the session's pool, and counts as reused (so the stack may send again what it
 * carries). So each write starts on a session of its own with an empty pool (docs/decisions/0003).
 */
export function createLanes(onCertificate: OnCertificate) {
  const reads = openSession(onCertificate);
  const writes: Session[] = [];
  const idle: Session[] = [];
  const openWrites = (): Session => {
    const session = openSession(onCertificate);
    writes.push(session);
    return session;
  };

  return {
    readLease(): Lease {
      return {
        session: reads,
        release(timedOut) {
          // Behind a link that went silent every kept connection is dead: the next read must not try them in turn.
          if (timedOut) void reads.closeAllConnections();
        },
      };
    },
    async writeLease(): Promise<Lease> {
      const session = idle.pop() ?? openWrites();
      await session.closeAllConnections();
      return {
        session,
        release() {
          idle.push(session);
        },
      };
    },
    /** Ends every connection, those of requests under way and those being made too. */
    async hangUp(): Promise<void> {
      await Promise.all([reads, ...writes].map((session) => session.closeAllConnections()));
    },
    async close(): Promise<void> {
      await Promise.all([reads, ...idle].map((session) => session.closeAllConnections()));
    },
  };
}

export type Lanes = ReturnType<typeof createLanes>;

/** No session gets a name that one had before: under an old name Electron hands out the old session. */
let opened = 0;

/** Without `persist:` in its name a session leaves nothing on the disk. */
function openSession(onCertificate: OnCertificate): Session {
  const session = sessions.fromPartition(`kelvin-network-${opened++}`, { cache: false });
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.setCertificateVerifyProc(({ hostname, certificate }, decide) => {
    const { validStart, validExpiry, issuerName } = certificate;
    onCertificate(hostname, { from: validStart * 1000, until: validExpiry * 1000, issuer: issuerName });
    // −3: Chromium's own verdict stands. This only looks.
    decide(-3);
  });
  return session;
}
