import { report as words } from '../../shared/words/support.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import { ask } from '../client.svelte.ts';

/** The report for support: shown in full before it can be copied or saved, and exactly what was shown. */
export class Report {
  /** Null until it was written. */
  text = $state.raw<string | null>(null);
  /** What became of it last. */
  note = $state('');
  refusal = $state.raw<RefusalCode | null>(null);

  async load(): Promise<void> {
    const reply = await ask('diagnostics.report', {});
    this.refusal = reply.ok ? null : reply.code;
    if (reply.ok) this.text = reply.value.text;
  }

  async copy(): Promise<void> {
    this.note = '';
    const reply = await ask('diagnostics.copy', {});
    this.refusal = reply.ok ? null : reply.code;
    if (reply.ok) this.note = words.copied;
  }

  async save(): Promise<void> {
    this.note = '';
    const reply = await ask('diagnostics.save', {});
    this.refusal = reply.ok ? null : reply.code;
    if (!reply.ok || reply.value.outcome === 'cancelled') return;
    this.note = reply.value.outcome === 'saved' ? words.saved : words.notWritten;
  }
}
