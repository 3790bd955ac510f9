import { randomBytes } from 'node:crypto';
import { Accounts } from './accounts.ts';
import { Clock } from './clock.ts';
import { ControlServer } from './control/server.ts';
import { lockData } from './data-lock.ts';
import { FaultRules } from './faults/rules.ts';
import { Waiting } from './faults/waiting.ts';
import { FrontDoor } from './front-door.ts';
import { Fingerprint } from './hmac.ts';
import { Identity } from './identity/identity.ts';
import { Journal } from './journal.ts';
import { answerMetadata } from './metadata.ts';
import { Platform } from './platform.ts';
import { SecretsApi } from './secrets-api/api.ts';
import { Secrets } from './secrets-api/secrets.ts';
import { DEFAULT_SETTINGS, type SandboxSettings } from './settings.ts';
import { Store } from './store.ts';

/** A running sandbox platform. */
export interface Sandbox {
  /** Where clients reach it, for instance `http://127.0.0.1:21234`. */
  origin: string;
  /** What `/metadata` and the tokens say the address is; the origin unless set otherwise. */
  publicUrl: string;
  /** The control port's origin, and the bearer token that it wants. */
  control: string;
  controlToken: string;
  accounts: Accounts;
  /** Ends every connection at once and writes what is left to write. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox in this process. Rejects when a port is taken, or when the data file is in use or is not
 * one.
 */
export async function createSandbox(given: Partial<SandboxSettings> = {}): Promise<Sandbox> {
  const settings: SandboxSettings = { ...DEFAULT_SETTINGS, ...given };
  const unlock = settings.dataFile === undefined ? () => undefined : lockData(settings.dataFile);
  try {
    return await build(settings, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Everything a sandbox is made of, top to bottom. */
async function build(settings: SandboxSettings, unlock: () => void): Promise<Sandbox> {
  const accounts = new Accounts(settings.accounts);
  const store = new Store(settings.dataFile);
  store.signingKey ??= settings.signingKey;
  const journal = new Journal(settings.dataFile && `${settings.dataFile}.journal`);
  const clock = new Clock();
  const fingerprint = new Fingerprint(store.hmacKey);
  const secrets = new Secrets(store, clock, fingerprint);
  const waiting = new Waiting();
  const rules = new FaultRules();

  // The issuer contains the port, so the door is opened first; nobody knows the port before this function
  // resolves.
  const door = new FrontDoor({
    tls: settings.tls,
    rules,
    nextConnection: () => journal.nextConnection(),
    onRequest: (arrival) => void platform.take(arrival).catch(() => arrival.response.destroy()),
  });
  await door.listener.open(settings.port);
  const origin = originOf(settings, door.listener.port);
  const publicUrl = settings.publicUrl ?? origin;

  const identity = await Identity.create({
    origin: publicUrl,
    accounts,
    store,
    lifetimes: { accessSeconds: settings.accessTokenSeconds, refreshSeconds: settings.refreshTokenSeconds },
    onSignIn: (request, whose) => platform.noteSignIn(request, whose),
  });
  const platform = new Platform({
    accounts,
    api: new SecretsApi(secrets, settings, settings.cursorStyle),
    clock,
    fingerprint,
    identity,
    journal,
    metadata: () => answerMetadata(publicUrl, settings.authPath),
    rules,
    secretRules: settings,
    waiting,
  });

  const controlToken = settings.controlToken ?? randomBytes(24).toString('base64url');
  const control = new ControlServer(controlToken, {
    origin,
    accounts,
    clock,
    fingerprint,
    journal,
    listener: door.listener,
    rules,
    secrets,
    sessions: identity.sessions,
    waiting,
  });
  try {
    await control.open(settings.controlPort);
  } catch (error) {
    await door.close();
    throw error;
  }
  await store.save();

  return {
    origin,
    publicUrl,
    control: control.origin,
    controlToken,
    accounts,
    close: async () => {
      await Promise.all([door.close(), control.close()]);
      await store.save();
      journal.close();
      unlock();
    },
  };
}

function originOf({ tls }: SandboxSettings, port: number): string {
  if (tls === undefined) return `http://127.0.0.1:${port}`;
  // Certificates carry names, and clients that drop the port need the one that goes
  // without.
  return port === 443 ? 'https://localhost' : `https://localhost:${port}`;
}
