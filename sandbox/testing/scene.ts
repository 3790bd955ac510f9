import { Agent } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import type { FaultRule, JournalEntry } from '../control-client.ts';
import { startRig, type Api, type Rig } from './harness.ts';

/** A sandbox with somebody signed in, and with one fault set if one is given. */
export interface Scene {
  rig: Rig;
  api: Api;
}

export async function scene(fault?: FaultRule): Promise<Scene> {
  const rig = await startRig();
  const api = await rig.as();
  if (fault !== undefined) await rig.control.fault(fault);
  return { rig, api };
}

/** The newest create in the journal. */
export async function lastCreate({ rig }: Scene): Promise<JournalEntry | undefined> {
  return (await rig.control.journal({ operation: 'create' })).at(-1);
}

/** Until the sandbox is in the middle of what a test waits for: a hung request has no answer to wait for. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  await expect.poll(condition, { interval: 5, timeout: 5000 }).toBe(true);
}

/** One connection that is kept and used again. */
export function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
}

/** Does not wait for an answer, as a client whose patience is over. */
export function abandon(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
