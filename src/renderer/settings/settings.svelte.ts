import type { Locking, Protection, SystemLock } from '../../shared/app-state.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import { ask } from '../client.svelte.ts';

/** What protects the data key and when the app locks itself, as the main process says it. */
export class Settings {
  /** Null until it was read, and while the key file cannot be read. */
  protection = $state.raw<Protection | null>(null);
  locking = $state.raw<Locking | null>(null);
  systemLock = $state.raw<SystemLock>('told');
  isRead = $state(false);
  refusal = $state.raw<RefusalCode | null>(null);

  async load(): Promise<void> {
    await Promise.all([this.#loadProtection(), this.#loadLocking()]);
  }

  /** The keychain may have a question for the person: what else there is to see does not wait for that. */
  async #loadProtection(): Promise<void> {
    const protection = await ask('vault.protection', {});
    this.protection = protection.ok ? protection.value : null;
    this.isRead = true;
  }

  async #loadLocking(): Promise<void> {
    const reply = await ask('locking.read', {});
    if (!reply.ok) return;
    this.locking = reply.value.chosen;
    this.systemLock = reply.value.systemLock;
  }

  /** A choice applies at once; where it was refused, what stood before stands again. */
  async choose(change: Partial<Locking>): Promise<void> {
    const before = this.locking;
    if (before === null) return;
    this.locking = { ...before, ...change };
    const reply = await ask('locking.write', this.locking);
    this.refusal = reply.ok ? null : reply.code;
    if (!reply.ok) this.locking = before;
  }
}
