// The yardstick: what any Electron app costs on this runtime. One window of the same size, one static page.
import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

app.setPath('userData', process.env.BENCH_PROFILE);
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(join(import.meta.dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
