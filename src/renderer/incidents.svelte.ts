import { createContext } from 'svelte';
import type { Incident } from '../shared/incident.ts';
import { ask } from './client.svelte.ts';

/** What happened to the data on this computer, until it was read. */
export class Incidents {
  unread = $state.raw<readonly Incident[]>([]);

  async load(): Promise<void> {
    const reply = await ask('incidents.unread', {});
    if (reply.ok) this.unread = reply.value;
  }

  async markRead(id: number): Promise<void> {
    this.unread = this.unread.filter((incident) => incident.id !== id);
    await ask('incidents.mark-read', { id });
  }
}

export const [getIncidents, setIncidents] = createContext<Incidents>();
