import type { LaunchedApp } from './app.ts';

/**
 * Named instructions at which the main process kills itself with SIGKILL, placed from outside: nothing of the product
 * knows of them. Each is met by whichever entry comes to it first.
 */
export type KillPoint =
  /** The entry is on the disk, and the page that asked for it was not told. */
  | 'added-not-told'
  /** The attempt is on the disk, and its request was not made. */
  | 'recorded-not-sent'
  /** The answer's head is here, and nothing of it is on the disk. */
  | 'answered-not-recorded'
  /** What became of it is on the disk, and no screen was told. */
  | 'recorded-not-told';

/** Places the point. Resolves when it is there; the app lives until something comes to it. */
export async function placeKillPoint({ app }: Pick<LaunchedApp, 'app'>, point: KillPoint): Promise<void> {
  await app.evaluate(({ net, ipcMain }, at) => {
    const die = (): never => {
      process.kill(process.pid, 'SIGKILL');
      // The signal is already on its way; not one instruction more of the app's own.
      for (;;);
    };
    /** The log's line is written in the same turn as the commit that it tells of. */
    const dieAtLogLine = (event: string): void => {
      const write = process.stderr.write.bind(process.stderr);
      process.stderr.write = ((text: string, ...rest: []) => {
        if (String(text).includes(`"event":"${event}"`)) die();
        return write(text, ...rest);
      }) as typeof process.stderr.write;
    };

    if (at === 'recorded-not-sent') dieAtLogLine('attempt');
    if (at === 'recorded-not-told') dieAtLogLine('attempt-ended');
    if (at === 'answered-not-recorded') {
      const request = net.request.bind(net);
      net.request = (options) => {
        const client = request(options);
        if (typeof options === 'object' && options.method === 'POST' && options.url?.includes('/secrets/') === true) {
          client.once('response', die);
        }
        return client;
      };
    }
    if (at === 'added-not-told') {
      // Electron keeps the answering functions here; there is no public way to stand between one and its page.
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...given: unknown[]) => unknown> })._invokeHandlers;
      for (const [channel, handle] of handlers) {
        handlers.set(channel, async (...given) => {
          const reply = await handle(...given);
          if (given[1] === 'outbox.add') die();
          return reply;
        });
      }
    }
  }, point);
}
