// Electron's default app would run any program it is given. The packaged app does without it; the
// electronDist setting copies it along.
const { rm } = require('node:fs/promises');
const { join } = require('node:path');

exports.default = async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources =
    electronPlatformName === 'darwin'
      ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents/Resources')
      : join(appOutDir, 'resources');
  await rm(join(resources, 'default_app.asar'), { force: true });
};
