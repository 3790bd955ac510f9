import type { About } from '../../shared/about.ts';
import { answer, done, refuse, type Answer } from '../../shared/answer.ts';
import type { DesktopAbilities, DesktopChoices } from '../../shared/desktop.ts';
import type { ClipboardPort } from './clipboard-port.ts';
import type { Handlers } from './dispatch.ts';
import type { FileDialogPort } from './file-dialog-port.ts';

/** What the requests about this desktop need of the running app. */
export interface DesktopPort {
  read(): DesktopChoices;
  write(choices: DesktopChoices): void;
  abilities(): Promise<DesktopAbilities>;
  /** False where there is no tray to stay in. */
  keepInTray(): boolean;
  about(): About;
  /** The report for support, as it is at this moment. */
  report(): Promise<string>;
}

type Channels = 'app.keep-in-tray' | 'app.about' | `desktop.${'read' | 'write'}` | `diagnostics.${'report' | 'copy' | 'save'}`;

interface Ports {
  readonly desktop: DesktopPort;
  readonly clipboard: ClipboardPort;
  readonly files: FileDialogPort;
}

type Open = (run: () => Answer<Record<string, never>>) => Answer<Record<string, never>> | Promise<Answer<Record<string, never>>>;

/** @param open runs something only while the app is open */
export function desktopHandlers(app: Ports, open: Open): Pick<Handlers, Channels> {
  /** What was shown. A page can have nothing else copied or written. */
  let shown: string | null = null;
  return {
    'app.keep-in-tray': () => (app.desktop.keepInTray() ? done : refuse('not-allowed')),
    'app.about': () => answer(app.desktop.about()),
    // The locked window is drawn by these too.
    'desktop.read': async () => answer({ chosen: app.desktop.read(), system: await app.desktop.abilities() }),
    // Whoever stands before the locked window does not switch notifications off.
    'desktop.write': (choices) =>
      open(() => {
        app.desktop.write(choices);
        return done;
      }),
    // Whoever cannot unlock may need help most, and it tells nothing that the lock keeps.
    'diagnostics.report': async () => {
      shown = await app.desktop.report();
      return answer({ text: shown });
    },
    'diagnostics.copy': async () => {
      if (shown === null) return refuse('not-ready');
      await app.clipboard.write(shown);
      return done;
    },
    'diagnostics.save': async () =>
      shown === null ? refuse('not-ready') : answer({ outcome: await app.files.save('kelvin-secrets-report.txt', shown) }),
  };
}
