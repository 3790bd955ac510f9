import { createContext } from 'svelte';
import { rowHeights, usualChoices, type DesktopAbilities, type DesktopChoices } from '../shared/desktop.ts';
import type { RefusalCode } from '../shared/reply.ts';
import { ask, listen } from './client.svelte.ts';

/** How the app shows itself on this desktop. The theme needs nothing of the page: the window's own colours change. */
export class Desktop {
  chosen = $state.raw<DesktopChoices>(usualChoices);
  /** Null until it was asked what this system has. */
  system = $state.raw<DesktopAbilities | null>(null);
  refusal = $state.raw<RefusalCode | null>(null);

  readonly rowHeight = $derived(rowHeights[this.chosen.density]);

  /** Listens and asks once; the answer stops listening. */
  start(): () => void {
    const stop = listen('desktop-changed', (chosen) => { this.chosen = chosen; });
    void this.load();
    return stop;
  }

  /** A desktop's tray comes and goes: asked again where that matters. */
  async load(): Promise<void> {
    const reply = await ask('desktop.read', {});
    if (!reply.ok) return;
    this.chosen = reply.value.chosen;
    this.system = reply.value.system;
  }

  /** A choice applies at once; where it was refused, what stood before stands again. */
  async choose(change: Partial<DesktopChoices>): Promise<void> {
    const before = this.chosen;
    this.chosen = { ...before, ...change };
    const reply = await ask('desktop.write', this.chosen);
    this.refusal = reply.ok ? null : reply.code;
    if (!reply.ok) this.chosen = before;
  }
}

export const [getDesktop, setDesktop] = createContext<Desktop>();
