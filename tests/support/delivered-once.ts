import { expect, type Page } from '@playwright/test';
import { notCreatedOnce } from './created-once.ts';
import { addSecret, goTo, header, row } from './person.ts';
import type { Scene } from './scene.ts';

type Running = Pick<Scene, 'sandbox' | 'running'>;

/** A secret that was added, and how its delivery is known in the end. */
export interface Delivered {
  readonly name: string;
  readonly value: string;
  readonly proof: 'Confirmed by the answer' | 'Confirmed by reading back';
  /** How many times it may have been asked for: more than once where a request got lost. */
  readonly asked?: number;
}

/** It is there once, the screen says so and how it is known, and nothing is left to do. Nothing is clicked for it. */
export async function expectDeliveredOnce({ sandbox: { client } }: Pick<Scene, 'sandbox'>, page: Page, of: Delivered): Promise<void> {
  const { name, value, proof, asked = 1 } = of;
  await expect(row(page, name)).toContainText('On the platform', { timeout: 45_000 });
  await expect(header(page)).toContainText('Up to date');
  expect(notCreatedOnce(await client.journal(), name, await client.hmac(value), asked)).toEqual([]);
  await goTo(page, 'Outbox');
  await expect(page.getByRole('table', { name: 'History' }).getByRole('row').filter({ hasText: name })).toContainText(proof);
}

/** Adds a secret into a request that the platform holds, before or after carrying it out; `release('hung')` ends it. */
export async function addIntoHeldRequest(
  { sandbox: { client }, running }: Running,
  name: string,
  value: string,
  held: 'hang-before-commit' | 'hang-after-commit',
): Promise<void> {
  await client.fault({ kind: held, target: 'api', operation: 'create', count: 1 });
  await addSecret(running, { name, value });
  await expect.poll(async () => (await client.state()).waiting.hung).toBe(1);
  await expect(row(running.page, name)).toContainText('Sending');
}
