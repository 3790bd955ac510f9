import { expect as playwright } from '@playwright/test';

/** What the screen is given to show what a person did, in ms: a slow machine is no defect of the app. */
export const patience = 30_000;

/** How long what the app does by itself may take, in ms: it tries again after pauses that grow. */
export const byItself = 180_000;

export const expect = playwright.configure({ timeout: patience });
