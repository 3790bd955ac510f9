import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { demo, passphrase } from '../support/person.ts';

/** How long any one thing may take to get ready, ms: what is measured begins later. */
const patience = 60_000;

export interface SignedInApp {
  readonly sandbox: LaunchedSandbox;
  readonly profile: string;
  readonly running: LaunchedApp;
  close(): Promise<void>;
}

/** How much a platform has before anybody signs in to it. */
export interface Filled {
  /** A data file of the sandbox. */
  readonly dataFile: string;
  readonly count: number;
}

/** The real app in a new profile, unlocked and signed in to a sandbox of its own, with its list on the screen. */
export async function openSignedInApp(filled: Filled | null = null): Promise<SignedInApp> {
  const sandbox = await launchSandbox(filled === null ? {} : { dataFile: filled.dataFile });
  const profile = newProfile();
  let running: LaunchedApp | null = null;
  const close = async (): Promise<void> => {
    await running?.kill();
    await sandbox.stop();
    removeProfile(profile);
  };
  try {
    running = await launchApp({ profile, sandbox: sandbox.origin });
    await signIn(running, filled?.count ?? 0);
    return { sandbox, profile, running, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function signIn({ page }: LaunchedApp, listed: number): Promise<void> {
  page.setDefaultTimeout(patience);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Repeat it').fill(passphrase);
  await page.getByRole('button', { name: 'Protect with this passphrase' }).click();
  await page.getByRole('button', { name: /^User name and password/ }).click();
  await page.getByLabel('User name').fill(demo.userName);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(`${listed.toLocaleString('en')} on the platform, 0 in the outbox`, { exact: true }).waitFor();
}
