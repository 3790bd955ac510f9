import { app, dialog } from 'electron';
import { createLog, noteError } from './logging/log.ts';
import { spreadCrashNet } from './logging/crash-net.ts';
import { refuseForbiddenStart, takeProfile } from './system/own-process.ts';
import { filesOf } from './system/profile.ts';
import { start } from './start.ts';
import { declareAppScheme } from './windows/app-protocol.ts';
import { fetchNoDictionaries } from './windows/guard.ts';

// The order matters. 1. A start that would open what the app protects ends here. 2. Whoever does not get the
// lock leaves before it touches the profile. 3. What Chromium must be told before it is ready. 4. The app.
const folder = refuseForbiddenStart() ? null : takeProfile();
if (folder !== null) run(folder);

function run(profileFolder: string): void {
  const profile = filesOf(profileFolder);
  const echo = app.isPackaged ? null : (line: string) => process.stderr.write(`${line}\n`);
  const log = createLog({ folder: profile.logs, echo, now: () => Date.now() });
  spreadCrashNet(log);

  // On HTTP/2 and QUIC requests share a connection, and the stack may send a write again (design §3.5).
  app.commandLine.appendSwitch('disable-http2');
  app.commandLine.appendSwitch('disable-quic');
  // Together with --no-sandbox it would take that switch from the children, which then cannot start as root.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareAppScheme();
  fetchNoDictionaries();

  // Never awaited at the top level: `ready` waits for this module to end.
  app
    .whenReady()
    .then(() => start({ profile, log }))
    .catch((error: unknown) => {
      log({ event: 'crash', where: 'start', error: noteError(error) });
      dialog.showErrorBox(
        app.getName(),
        'The app could not start. What waits in the outbox stays encrypted on this computer. ' +
          `The log in ${profile.logs} says where it stopped.`,
      );
      app.exit(1);
    });
}
