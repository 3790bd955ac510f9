// Loaded into the app before its own code (-r): it becomes ready only when Playwright has connected. Otherwise the
// window appears while Playwright is about to look for windows, and now and then (1 of 70 starts on a busy machine)
// its connecting never ends. Playwright brings such a script of its own, but uses it only where it chooses the
// executable, and changes a dozen of Chromium's switches by it, the keychain's among them. This one changes nothing.
const { app } = require('electron');

const ready = app.whenReady();
let letGo;
const released = new Promise((resolve) => (letGo = resolve));
app.whenReady = () => released;
globalThis.__playwright_run = () => ready.then(letGo); // Playwright calls this name when it is there
