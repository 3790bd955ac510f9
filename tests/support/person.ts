import { expect, type Locator, type Page } from '@playwright/test';
import type { LaunchedApp } from './app.ts';

/** What a person does with the window, by its roles and visible words. Every step waits for what it leads to. */

export const passphrase = 'correct horse battery staple';

export const demo = { userName: 'demo', password: 'demo' } as const;

type Window = Pick<LaunchedApp, 'app' | 'page'>;

export async function choosePassphrase(page: Page, words = passphrase): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(words);
  await page.getByLabel('Repeat it').fill(words);
  await page.getByRole('button', { name: 'Protect with this passphrase' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a passphrase' })).toBeHidden();
}

export async function unlock(page: Page, words = passphrase): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(words);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeHidden();
}

export interface Account {
  readonly userName: string;
  readonly password: string;
  readonly oneTimeCode?: string;
}

/** The ways to sign in besides the browser, as the screen names them. */
export type TypedWay = 'User name and password' | 'Service account' | 'Access token';

/** Chooses a way on the sign-in screen that stands there, where its fields are not there already. */
export async function chooseWay(page: Page, way: TypedWay): Promise<void> {
  const first = { 'User name and password': 'User name', 'Service account': 'Client id', 'Access token': 'Access token' }[way];
  const field = page.getByLabel(first, { exact: true });
  const button = page.getByRole('button', { name: new RegExp(`^${way}`) });
  await expect(field.or(button)).toBeVisible();
  if (await button.isVisible()) await button.click();
  await expect(field).toBeVisible();
}

/** Signs in on the sign-in screen that stands there. */
export async function signIn(page: Page, { userName, password, oneTimeCode }: Account = demo): Promise<void> {
  await chooseWay(page, 'User name and password');
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(password);
  if (oneTimeCode !== undefined) await page.getByLabel('One-time code').fill(oneTimeCode);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();
}

export async function continueWithoutSignIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue without signing in' }).click();
}

/** Reach, count and last exchange, as the header says them. */
export function header(page: Page): Locator {
  return page.getByRole('group', { name: 'Status' });
}

/** The one row of a name, in whichever list is on the screen. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) });
}

export function dialog(page: Page, title: string): Locator {
  return page.getByRole('dialog', { name: title }).or(page.getByRole('alertdialog', { name: title }));
}

/** Puts text on the system's clipboard and pastes it where the focus is. */
export async function paste({ app, page }: Window, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+v');
}

export interface Draft {
  readonly name: string;
  readonly value: string;
  /** Key by key, or with the clipboard. */
  readonly how?: 'type' | 'paste';
}

export function valueField(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Value/ });
}

/** Opens the dialog and fills it, and leaves it to the caller to press Add. */
export async function draftSecret(window: Window, { name, value, how = 'type' }: Draft): Promise<Locator> {
  const { page } = window;
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  const add = dialog(page, 'Add Secret');
  await add.getByLabel('Name', { exact: true }).fill(name);
  await valueField(page).focus();
  if (how === 'type') await page.keyboard.type(value);
  else await paste(window, value);
  return add;
}

/** Adds a secret as a person does; the entry is on this computer's disk when it resolves. */
export async function addSecret(window: Window, draft: Draft): Promise<void> {
  const add = await draftSecret(window, draft);
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add).toBeHidden();
}

/** Opens the details of an entry or a secret. */
export async function openDetails(page: Page, name: string): Promise<Locator> {
  await row(page, name).dblclick();
  const panel = page.getByRole('region', { name });
  await expect(panel).toBeVisible();
  return panel;
}

/** Opens the menu of a row and takes one of its actions. */
export async function takeAction(page: Page, name: string, action: string): Promise<void> {
  await row(page, name).click({ button: 'right' });
  await page.getByRole('menuitem', { name: action }).click();
}

/** Discards an entry: with its question where something of it may have been sent, else it could be taken back. */
export async function discardSecret(page: Page, name: string): Promise<void> {
  await takeAction(page, name, 'Discard');
  const commit = page.getByRole('button', { name: 'Discard secret' });
  const taken = page.getByRole('group', { name: `${name} was discarded.` });
  await expect(commit.or(taken)).toBeVisible();
  if (await commit.isVisible()) await commit.click();
  await expect(commit).toBeHidden();
}

/** Switches "Work offline" on, so that nothing is ever tried. */
export async function workOffline(page: Page): Promise<void> {
  await page.getByRole('switch', { name: 'Work offline' }).click();
  await expect(header(page)).toContainText('offline');
}

/** Chooses one of the ways on that an entry offers, and commits it. */
export async function resolveBy(panel: Locator, choice: string, commit: string | RegExp): Promise<void> {
  await panel.getByRole('radio', { name: choice }).check();
  await panel.getByRole('button', { name: commit }).click();
}

export async function goTo(page: Page, view: 'Secrets' | 'Outbox'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: new RegExp(`^${view}`) }).click();
  await expect(page.getByRole('heading', { name: view, level: 1 })).toBeVisible();
}

/**
 * "Try now" while the platform does not answer, "Send now" while it does: no waiting for the next try. Where the app
 * was quicker and the button is gone again, there is nothing to press.
 */
export async function sendNow(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^(Send|Try) now$/ });
  await button.evaluateAll(([first]) => (first as unknown as { click(): void } | undefined)?.click());
}

/** Replaces the value of a secret that is in the list. */
export async function replaceValue({ app, page }: Window, name: string, value: string): Promise<void> {
  await takeAction(page, name, 'Replace value…');
  const replace = dialog(page, 'Replace value');
  await valueField(page).focus();
  await paste({ app, page }, value);
  await replace.getByRole('button', { name: /^Replace in / }).click();
  await expect(replace).toBeHidden();
}
