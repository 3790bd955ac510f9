import { createContext } from 'svelte';

/**
 * The time that relative words are counted from: it ticks every 30 s, and every second while something on the
 * screen counts seconds.
 */
export class Clock {
  now = $state(Date.now());

  #counting = 0;

  /** Starts ticking; the answer stops it. */
  start(): () => void {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      if (this.#counting > 0 || ticks % 30 === 0) this.now = Date.now();
    }, 1000);
    const wake = (): void => { this.now = Date.now(); };
    // Timers of a hidden window are slowed down: what it shows is put right when it is seen again.
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }

  /** Something counts seconds from now on; the answer ends that. */
  countSeconds(): () => void {
    this.#counting += 1;
    this.now = Date.now();
    return () => { this.#counting -= 1; };
  }
}

export const [getClock, setClock] = createContext<Clock>();
