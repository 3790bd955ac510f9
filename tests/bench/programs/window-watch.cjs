// Loaded into both apps (electron -r): says, in wall-clock ms, when the window shows, when its first heading can be
// read, and, where a passphrase is given, when the app behind it is ready.
const { app } = require('electron');

const say = (what) => process.stdout.write(`bench ${what} ${Date.now()}\n`);
const passphrase = process.env.BENCH_PASSPHRASE;

// Two frames after the heading is there it has been painted.
const readable = (heading) => `new Promise((resolve) => {
  const look = () => {
    const found = [...document.querySelectorAll('h1')].some(
      (h1) => h1.checkVisibility({ visibilityProperty: true }) && ${heading === null} | h1.textContent === '${heading}');
    requestAnimationFrame(found ? () => requestAnimationFrame(() => resolve()) : look);
  };
  look();
})`;

app.on('browser-window-created', (_event, window) => {
  window.once('show', () => say('shown'));
  window.webContents.once('dom-ready', async () => {
    const run = (code) => window.webContents.executeJavaScript(code);
    await run(readable(null));
    say('readable');
    if (passphrase !== undefined) {
      await run(`window.kelvin.request['vault.unlock']({ passphrase: ${JSON.stringify(passphrase)} })`);
      await run(readable('Secrets'));
    }
    say('ready');
  });
});
