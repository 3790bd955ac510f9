import { release, totalmem } from 'node:os';
import type { AppPhase, Locking, Protection, SystemLock } from '../../shared/app-state.ts';
import type { DesktopAbilities, DesktopChoices } from '../../shared/desktop.ts';
import { countSetAside, fileFacts, openFacts } from '../diagnostics/gather.ts';
import { writeReport } from '../diagnostics/report.ts';
import type { OpenProfile } from '../ipc/handlers.ts';
import { readLogTail } from '../logging/log-tail.ts';
import { schemaVersion } from '../storage/migrations.ts';
import type { Clock } from '../system/clock.ts';
import type { ProfileFiles } from '../system/profile.ts';

/** So many lines of the log are told: some hours of a busy day. */
const logLines = 300;

export interface ReportParts {
  readonly files: ProfileFiles;
  readonly clock: Clock;
  readonly version: string;
  readonly packaged: boolean;
  readonly phase: () => AppPhase;
  /** Null while locked: then nothing is told of it. */
  readonly profile: () => OpenProfile | null;
  readonly protection: () => Promise<Protection | null>;
  readonly locking: () => Locking;
  readonly systemLock: () => Promise<SystemLock>;
  readonly desktop: () => DesktopChoices;
  readonly abilities: () => Promise<DesktopAbilities>;
}

/** Gathers the facts of this moment and writes the report for support. */
export function createReport(parts: ReportParts): () => Promise<string> {
  const { files, clock } = parts;
  const startedAt = clock.monotonic();
  return async () => {
    const phase = parts.phase();
    const profile = parts.profile();
    // Asked only where it is open: the keychain may have a question for the person, and a locked app knows nothing new.
    const protection = profile === null ? null : await parts.protection();
    return writeReport({
      at: clock.now(),
      runningFor: clock.monotonic() - startedAt,
      versions: {
        app: parts.version,
        electron: process.versions['electron'] ?? '0',
        chrome: process.versions['chrome'] ?? '0',
        node: process.versions.node,
      },
      nodeApi: Number(process.versions['napi']),
      packaged: parts.packaged,
      // What stands behind the number may be chosen by who built the kernel.
      system: { platform: process.platform, release: /^[\d.]*/.exec(release())?.[0] ?? '', arch: process.arch, memoryMb: Math.round(totalmem() / 2 ** 20) },
      phase: phase.kind,
      because: phase.kind === 'trouble' ? phase.trouble : phase.kind === 'locked' ? phase.by : null,
      setAside: countSetAside(files),
      protection,
      locking: parts.locking(),
      systemLock: await parts.systemLock(),
      desktop: { ...parts.desktop(), ...(await parts.abilities()) },
      files: fileFacts(files),
      schema: schemaVersion,
      open: profile === null ? null : openFacts(profile),
      log: readLogTail(files.logs, logLines, phase.kind !== 'locked'),
    });
  };
}
