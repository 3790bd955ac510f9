import type { AppInfo, AppPhase } from '../shared/app-state.ts';
import { ask, listen } from './client.svelte.ts';

/** What stands between the person and their secrets: starting, locked, in trouble, or ready. */
export class Phase {
  current = $state.raw<AppPhase>({ kind: 'starting' });
  info = $state.raw<AppInfo | null>(null);

  /** Listens and asks once; the answer stops listening. */
  start(): () => void {
    const stop = listen('phase-changed', (phase) => { this.current = phase; });
    void this.#read();
    return stop;
  }

  async #read(): Promise<void> {
    const [info, phase] = await Promise.all([ask('app.info', {}), ask('app.phase', {})]);
    if (info.ok) this.info = info.value;
    if (phase.ok) this.current = phase.value;
  }
}
