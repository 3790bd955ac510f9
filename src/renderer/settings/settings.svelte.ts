import type { Locking, Protection } from '../../shared/app-state.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import { ask } from '../client.svelte.ts';

/** What protects the data key and when the app locks itself, as the main process says it. */
export class Settings {
  /** Null until it was read, and while the key file cannot be read. */
  protection = $state.raw<Protection | null>(null);
  locking = $state.raw<Locking | null>(null);
  isRead = $state(false);
  refusal = $state.raw<RefusalCode | null>(null);

  async load(): Promise<void> {
    const [protection, locking] = await Promise.all([ask('vault.protection', {}), ask('locking.read', {})]);
    this.protection = protection.ok ? protection.value : null;
    if (locking.ok) this.locking = locking.value;
    this.isRead = true;
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
