// What has to come from the operating system: Electron's shared libraries, a virtual display where there
// is none, a compiler where the database module has to be compiled. On Debian and Ubuntu as root they are
// installed; everywhere else one line names them.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { runLogged } from './command.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder } from './places.mjs';
import { say, step } from './progress.mjs';

const run = promisify(execFile);

// Where names differ between releases (the 64-bit-time renames of Debian 13 and Ubuntu 24.04), the first
// that the system knows is taken.
const LIBRARIES = [
  ['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['libasound2t64', 'libasound2'], ['libgbm1'], ['libxss1'],
  ['libxtst6'], ['libnotify4'], ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'], ['libcups2t64', 'libcups2'],
  ['libdrm2'], ['libxkbcommon0'], ['libsecret-1-0'],
];
const NEEDS = {
  libraries: { packages: LIBRARIES, essential: 'Electron cannot start without them' },
  display: { packages: [['xvfb']], essential: 'there is no display to show a window on' },
  compiler: {
    packages: [['python3'], ['make'], ['g++'], ['binutils']],
    essential: 'the database module must be compiled for this runtime',
  },
  fonts: { packages: [['fonts-inter'], ['fonts-jetbrains-mono']] },
  keyring: { packages: [['gnome-keyring'], ['dbus'], ['libsecret-1-0']] },
  certutil: { packages: [['libnss3-tools']] },
  // A small C library stands between the tests and their disk (tests/faults/disk).
  'c-compiler': { packages: [['gcc'], ['libc6-dev']] },
};

/**
 * Sees to it that the system has what is needed.
 * @param {string} [options.electronPath] whose shared libraries are looked at
 * @param {('display'|'compiler'|'fonts'|'keyring'|'certutil'|'c-compiler')[]} options.needs
 * @throws when something essential is missing and may not be installed from here; the message names it
 */
export async function provideSystemPackages({ electronPath, needs }) {
  if (process.platform !== 'linux') return checkElsewhere(needs);
  const missing = await findMissing(electronPath, needs);
  if (missing.length === 0) return;
  const packages = nameThem(missing.flatMap((need) => NEEDS[need].packages));
  if (process.getuid() !== 0 || !onPath('apt-get')) return tell(missing, packages);
  await withLock(join(cacheFolder(), 'apt.lock'), () => install(packages));
  const still = (await findMissing(electronPath, needs)).filter((need) => NEEDS[need].essential);
  if (still.length > 0) throw new Error(`Still missing after installing ${packages.join(' ')}: ${still.join(', ')}.`);
}

/** Whether windows can be shown without a virtual display. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Whether a program of this name is on the PATH. */
export function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function findMissing(electronPath, needs) {
  const absent = {
    display: () => !hasDisplay() && !onPath('Xvfb'),
    compiler: () => !['python3', 'make', 'g++', 'strip'].every(onPath),
    fonts: () => !hasFonts(),
    keyring: () => !['gnome-keyring-daemon', 'dbus-run-session'].every(onPath),
    certutil: () => !onPath('certutil'),
    'c-compiler': () => !onPath('gcc') || !existsSync('/usr/include/dlfcn.h'),
  };
  const missing = needs.filter((need) => absent[need]());
  if (electronPath && (await missingLibraries(electronPath)).length > 0) missing.unshift('libraries');
  return missing;
}

async function missingLibraries(electronPath) {
  const { stdout } = await run('ldd', [electronPath]).catch(() => ({ stdout: '' })); // no glibc, no ldd: cannot tell
  return stdout.split('\n').filter((line) => line.includes('not found')).map((line) => line.trim().split(' ')[0]);
}

function hasFonts() {
  return ['/usr/share/fonts', join(process.env.HOME ?? '/', '.fonts'), '/usr/local/share/fonts']
    .filter(existsSync)
    .some((folder) => readdirSync(folder, { recursive: true }).some((file) => /jetbrains.?mono/i.test(file)));
}

function nameThem(alternatives) {
  const names = alternatives.map((names) => (names.length === 1 ? names[0] : (names.find(isKnown) ?? names.at(-1))));
  return [...new Set(names)];
}

function isKnown(name) {
  if (!onPath('apt-cache')) return false;
  try {
    const policy = execFileSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    return /Candidate: (?!\(none\))/.test(policy);
  } catch {
    return false;
  }
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (title, args) => runLogged(title, 'apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  const install = () => apt('apt-get install', ['install', '-y', '--no-install-recommends', ...packages]);
  await step(`Installing system packages: ${packages.join(' ')}`, async () => {
    if (!packages.every(isKnown)) await apt('apt-get update', ['update']);
    // Lists that are there but old name files that are gone.
    await install().catch(async () => {
      await apt('apt-get update', ['update']);
      await install();
    });
  });
}

function tell(missing, packages) {
  const essential = missing.filter((need) => NEEDS[need].essential);
  const how = onPath('apt-get')
    ? `sudo apt-get install ${packages.join(' ')}`
    : `the packages that Debian calls ${packages.join(' ')}`;
  if (essential.length > 0) {
    throw new Error(`System packages are missing: ${NEEDS[essential[0]].essential}. Install: ${how}`);
  }
  say(`For screenshots, keyring tests and tests of broken disks as they should be, install: ${how}`);
}

function checkElsewhere(needs) {
  if (!needs.includes('compiler')) return;
  throw new Error('This runtime is too old for the prebuilt database module: use the official Electron here.');
}
