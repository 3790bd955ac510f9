import type { Reply, RefusalCode } from '../../shared/reply.ts';

/**
 * One commit button: what it asks for runs once at a time, and a refusal stays to be read until the next
 * press.
 */
export class Submission {
  busy = $state(false);
  refusal = $state.raw<RefusalCode | null>(null);

  /** What was answered, or null: refused (then `refusal` says why), or pressed again while it was running. */
  async send<T>(request: () => Promise<Reply<T>>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refusal = null;
    try {
      const reply = await request();
      if (reply.ok) return reply.value;
      this.refusal = reply.code;
      return null;
    } finally {
      this.busy = false;
    }
  }
}
