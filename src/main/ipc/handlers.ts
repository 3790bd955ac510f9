import { answer, done, refuse, type Answer } from '../../shared/answer.ts';
import type { AppInfo, AppPhase, Locking, SystemLock } from '../../shared/app-state.ts';
import { commandText } from '../../shared/command.ts';
import { entryCodesText } from '../../shared/words/entry-codes.ts';
import type { Incident } from '../../shared/incident.ts';
import { maxEnvironmentListBytes, writeEnvironmentList } from '../../shared/environment-list.ts';
import type { AddressCheck, Environment, EnvironmentId } from '../../shared/environment.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { ManySecretsAnswer, SeenByName } from '../../shared/many-entries.ts';
import type { SyncStatus } from '../../shared/sync-status.ts';
import type { Auth } from '../auth/auth.ts';
import type { Environments } from '../environments/environments.ts';
import { readSharedList } from '../environments/shared-list.ts';
import { viewEntries, type AccountNames } from '../outbox/entry-view.ts';
import type { Binding, Outbox } from '../outbox/outbox.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import type { ListLooks } from '../secrets/list-looks.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { NetworkSwitch } from '../system/network-switch.ts';
import type { ClientCertificates } from '../system/client-certificates.ts';
import type { ProxyLogins } from '../system/proxy-logins.ts';
import type { ClipboardPort } from './clipboard-port.ts';
import type { FileDialogPort } from './file-dialog-port.ts';
import type { Sync } from '../sync/sync.ts';
import type { ProtectionChange } from '../vault/protection-changes.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { Handlers } from './dispatch.ts';
import { desktopHandlers, type DesktopPort } from './desktop-handlers.ts';
import { importSecrets, outcomeOf } from './importing.ts';
import { removeEnvironment, signOut } from './leaving.ts';

/** How much of what ended is shown; the rest stays in the database. */
const shownHistory = 200;

/** Everything that exists only while the vault is open. */
export interface OpenProfile {
  readonly environments: Environments;
  readonly auth: Auth;
  readonly outbox: Outbox;
  readonly secrets: Secrets;
  readonly listLooks: ListLooks;
  readonly sync: Sync;
  readonly names: AccountNames;
  /** What happened to the data on this computer and was not read yet. */
  readonly incidents: { unread(): readonly Incident[]; markRead(id: number): void };
  readonly workOffline: NetworkSwitch;
  environmentsChanged(): void;
  readonly redirectPort: { read(): number; write(port: number): void };
  checkAddress(address: string): Promise<AddressCheck>;
  status(environmentId: EnvironmentId): SyncStatus;
  chosen(): EnvironmentId | null;
  choose(environmentId: EnvironmentId): void;
  /** Takes a new environment up, or lets one go. */
  attend(environment: Environment): void;
  /** Entries of this environment changed by the person's hand. */
  changed(environmentId: EnvironmentId): void;
  /** Values were discarded: of these the discard can be taken back for a while, the others are erased. */
  discarded(undoable: readonly EntryId[]): void;
  /** A value was erased: the log that still holds its old page is emptied soon. */
  erased(): void;
}

/** What requests need of the running app. */
export interface AppPort {
  info(): AppInfo;
  phase(): AppPhase;
  /** Null while starting, locked, in trouble or quitting. */
  profile(): OpenProfile | null;
  unlock(passphrase: string): Promise<'unlocked' | 'wrong-passphrase' | 'not-now'>;
  choosePassphrase(passphrase: string): Promise<'chosen' | 'weak-passphrase' | 'not-now'>;
  lock(): Promise<void>;
  readonly protection: Pick<Vault, 'protection' | 'setPassphrase' | 'removePassphrase' | 'addKeychain' | 'removeKeychain'>;
  /** When the app locks itself. */
  readonly locking: { read(): Locking; write(locking: Locking): void };
  systemLock(): Promise<SystemLock>;
  readonly files: FileDialogPort;
  readonly clipboard: ClipboardPort;
  readonly desktop: DesktopPort;
  readonly proxyLogins: Omit<ProxyLogins, 'answerTo'>;
  readonly clientCertificates: Pick<ClientCertificates, 'question' | 'choose' | 'decline' | 'askAgain'>;
  startAfresh(): Promise<boolean>;
  tryAgain(): Promise<void>;
  quitQuestion(): void;
  answerQuit(quit: boolean): void;
}

/** One line for each channel: which function answers it. Values go in here and nothing gives one back. */
export function createHandlers(app: AppPort): Handlers {
  /** With the profile open, or the reason why it is not. */
  const open = <T>(run: (profile: OpenProfile) => Answer<T> | Promise<Answer<T>>): Answer<T> | Promise<Answer<T>> => {
    const profile = app.profile();
    if (profile !== null) return run(profile);
    return refuse(app.phase().kind === 'locked' ? 'locked' : 'not-ready');
  };
  const inEnvironment = <T>(
    environmentId: EnvironmentId,
    run: (profile: OpenProfile, environment: Environment) => Answer<T> | Promise<Answer<T>>,
  ): Answer<T> | Promise<Answer<T>> =>
    open((profile) => {
      const environment = profile.environments.get(environmentId);
      return environment === null ? refuse('unknown-environment') : run(profile, environment);
    });
  /** What the person tries by their own hand: what they turned away may ask them again. */
  const byHand: typeof inEnvironment = (environmentId, run) => {
    app.proxyLogins.askAgain();
    app.clientCertificates.askAgain();
    return inEnvironment(environmentId, run);
  };
  /** Runs a change of one entry and lets its courier look. */
  const onEntry = <T>(entryId: EntryId, run: (profile: OpenProfile) => Answer<T>): Answer<T> | Promise<Answer<T>> =>
    open((profile) => {
      const entry = profile.outbox.rows.byId(entryId);
      if (entry === null) return refuse('unknown-entry');
      const given = run(profile);
      if (given.ok) profile.changed(entry.environmentId);
      return given;
    });
  /** Puts an entry into the outbox, bound to who is signed in there now. */
  const enqueue = <T>(
    environmentId: EnvironmentId,
    run: (profile: OpenProfile, to: Binding) => Answer<T>,
  ): Answer<T> | Promise<Answer<T>> =>
    inEnvironment(environmentId, (profile, { origin }) => {
      const accountId = profile.auth.account(environmentId)?.id ?? null;
      const given = run(profile, { environmentId, origin, accountId });
      if (given.ok) profile.changed(environmentId);
      return given;
    });

  return {
    'app.info': () => answer(app.info()),
    'app.phase': () => answer(app.phase()),
    'app.start-afresh': async () => ((await app.startAfresh()) ? done : refuse('disk-trouble')),
    'app.try-again': async () => {
      await app.tryAgain();
      return done;
    },
    'app.quit-question': () => {
      app.quitQuestion();
      return done;
    },
    'app.quit': ({ quit }) => {
      app.answerQuit(quit);
      return done;
    },
    ...desktopHandlers(app, open),

    'vault.choose-passphrase': async ({ passphrase }) => {
      const chosen = await app.choosePassphrase(passphrase);
      if (chosen === 'chosen') return done;
      return refuse(chosen === 'weak-passphrase' ? 'weak-passphrase' : 'not-ready');
    },
    'vault.unlock': async ({ passphrase }) => {
      const unlocked = await app.unlock(passphrase);
      if (unlocked === 'unlocked') return done;
      return refuse(unlocked === 'wrong-passphrase' ? 'wrong-passphrase' : 'not-ready');
    },

    'vault.lock': async () => {
      await app.lock();
      return done;
    },
    // Only who has the app open may change what opens it.
    'vault.protection': () => open(async () => answer(await app.protection.protection())),
    'vault.set-passphrase': ({ next, current }) => open(async () => changed(await app.protection.setPassphrase(next, current))),
    'vault.remove-passphrase': ({ current }) => open(async () => changed(await app.protection.removePassphrase(current))),
    'vault.add-keychain': ({ passphrase }) => open(async () => changed(await app.protection.addKeychain(passphrase))),
    'vault.remove-keychain': ({ passphrase }) => open(async () => changed(await app.protection.removeKeychain(passphrase))),
    'locking.read': () => open(async () => answer({ chosen: app.locking.read(), systemLock: await app.systemLock() })),
    'locking.write': (locking) =>
      open(() => {
        app.locking.write(locking);
        return done;
      }),

    'incidents.unread': () => open(({ incidents }) => answer(incidents.unread())),
    'incidents.mark-read': ({ id }) =>
      open(({ incidents }) => {
        incidents.markRead(id);
        return done;
      }),

    'environments.list': () =>
      open((profile) => answer({ environments: profile.environments.list(), chosen: profile.chosen() })),
    'environments.check': ({ address }) => open(async (profile) => answer(await profile.checkAddress(address))),
    'environments.add': (wanted) =>
      open((profile) => {
        const added = profile.environments.add(wanted);
        if (added.ok) profile.attend(added.value);
        return added;
      }),
    'environments.choose': ({ environmentId }) =>
      inEnvironment(environmentId, (profile) => {
        profile.choose(environmentId);
        return done;
      }),
    'environments.confirm-issuer': ({ environmentId, issuer }) =>
      open((profile) => profile.environments.confirmIssuer(environmentId, issuer)),
    'environments.change': ({ environmentId, label, kind, colour }) =>
      open((profile) => {
        const given = profile.environments.change(environmentId, { label, kind, colour });
        if (given.ok) profile.environmentsChanged();
        return given;
      }),
    'environments.export': () =>
      open(async ({ environments }) =>
        answer({ outcome: await app.files.save('kelvin-environments.json', writeEnvironmentList(environments.list())) }),
      ),
    'environments.read-list': () =>
      open(async ({ environments }) => {
        const file = await app.files.open(maxEnvironmentListBytes);
        return answer(file.kind === 'text' ? readSharedList(file.text, environments) : { kind: file.kind });
      }),
    'network.work-offline': () => open(({ workOffline }) => answer({ offline: workOffline.isOff })),
    'network.set-work-offline': ({ offline }) =>
      open(({ workOffline }) => {
        workOffline.set(offline);
        return done;
      }),
    'network.proxy-question': () => open(() => answer({ question: app.proxyLogins.question() })),
    'network.give-proxy': ({ proxy, userName, password }) =>
      open(({ environments, sync }) => {
        app.proxyLogins.give(proxy, { userName, password });
        for (const { id } of environments.list()) sync.sendNow(id);
        return done;
      }),
    'network.decline-proxy': ({ proxy }) =>
      open(() => {
        app.proxyLogins.decline(proxy);
        return done;
      }),
    'network.certificate-question': () => open(() => answer({ question: app.clientCertificates.question() })),
    'network.choose-certificate': ({ origin, certificate }) =>
      open(({ environments, sync }) => {
        app.clientCertificates.choose(origin, certificate);
        for (const { id } of environments.list()) sync.sendNow(id);
        return done;
      }),
    'network.decline-certificate': ({ origin }) =>
      open(() => {
        app.clientCertificates.decline(origin);
        return done;
      }),
    'environments.remove': ({ environmentId, discard }) =>
      inEnvironment(environmentId, (profile, environment) => removeEnvironment(profile, environment, discard)),

    'session.view': ({ environmentId }) =>
      inEnvironment(environmentId, (profile) => answer(profile.auth.view(environmentId))),
    'session.sign-in': ({ environmentId, userName, password, oneTimeCode }) =>
      byHand(environmentId, async (profile) =>
        answer(await profile.auth.signIn(environmentId, { userName, password, oneTimeCode })),
      ),
    'session.sign-in-browser': ({ environmentId }) =>
      byHand(environmentId, async (profile) => answer(await profile.auth.signInWithBrowser(environmentId))),
    'session.cancel-browser': ({ environmentId }) =>
      inEnvironment(environmentId, (profile) => {
        profile.auth.cancelBrowser(environmentId);
        return done;
      }),
    'session.redirect-port': () => open((profile) => answer({ port: profile.redirectPort.read() })),
    'session.set-redirect-port': ({ port }) =>
      open((profile) => {
        profile.redirectPort.write(port);
        return done;
      }),
    'session.sign-in-service': ({ environmentId, clientId, clientSecret }) =>
      byHand(environmentId, async (profile) =>
        answer(await profile.auth.signInAsService(environmentId, { clientId, clientSecret })),
      ),
    'session.sign-in-token': ({ environmentId, token }) =>
      byHand(environmentId, async (profile) => answer(await profile.auth.signInWithToken(environmentId, token))),
    'session.sign-out': ({ environmentId, discard }) =>
      inEnvironment(environmentId, (profile, environment) => signOut(profile, environment, discard)),
    'session.claim-entries': ({ environmentId, accountId: asked }) =>
      inEnvironment(environmentId, (profile) => {
        const account = profile.auth.account(environmentId);
        // The question named an account; if it is another one by now, also one of the same name, nothing is bound to it.
        if (account?.id !== asked || !profile.auth.isSignedIn(environmentId)) return refuse('another-account');
        const claimed = profile.outbox.claim(environmentId, account.id);
        profile.changed(environmentId);
        return answer({ claimed });
      }),

    'secrets.list': ({ environmentId, since }) =>
      inEnvironment(environmentId, (profile) => answer(profile.secrets.list(environmentId, since ?? null))),
    'secrets.refresh': ({ environmentId }) =>
      byHand(environmentId, async (profile) => answer({ end: await profile.secrets.refresh(environmentId) })),
    'secrets.cancel-refresh': ({ environmentId }) =>
      inEnvironment(environmentId, (profile) => {
        profile.secrets.cancelRefresh(environmentId);
        return done;
      }),
    'secrets.read-look': ({ environmentId }) =>
      inEnvironment(environmentId, (profile) => answer({ look: profile.listLooks.read(environmentId) })),
    'secrets.keep-look': ({ environmentId, look }) =>
      inEnvironment(environmentId, (profile) => {
        profile.listLooks.keep(environmentId, look);
        return done;
      }),
    'secrets.check-name': ({ environmentId, name }) =>
      inEnvironment(environmentId, async (profile) => answer(await profile.secrets.checkName(environmentId, name))),
    'secrets.check-names': ({ environmentId, names }) =>
      inEnvironment(environmentId, (profile) => answer(profile.secrets.checkNames(environmentId, names))),
    'secrets.copy-command': ({ environmentId, name, intent, form }) =>
      inEnvironment(environmentId, async ({ outbox, secrets }, { origin }) => {
        const isKnown = secrets.isListed(environmentId, name) || outbox.rows.anyOpen(environmentId, name) !== null;
        if (!isKnown) return refuse('unknown-secret');
        await app.clipboard.write(commandText({ form, intent, origin, name }));
        return done;
      }),

    'outbox.list': ({ since }) =>
      open(({ outbox, names }) => {
        const mark = outbox.changes.mark();
        const changed = since === undefined ? null : outbox.changes.since(since);
        const isEnded = ({ state }: Entry): boolean => state.kind === 'delivered' || state.kind === 'discarded';
        return answer({
          mark,
          whole: changed === null,
          entries: viewEntries(changed?.filter((entry) => !isEnded(entry)) ?? outbox.rows.open(), names),
          ended: changed?.filter(isEnded).map(({ id }) => id) ?? [],
          history: viewEntries(outbox.rows.history(shownHistory), names),
        });
      }),
    'outbox.add': ({ environmentId, name, value }) =>
      enqueue(environmentId, ({ outbox }, to) => outbox.add(to, name, value)),
    'outbox.add-many': ({ environmentId, secrets }) =>
      enqueue(environmentId, (profile, to) => importSecrets(profile, to, secrets)),
    'outbox.outcome': ({ entryIds }) => open(({ outbox }) => answer(outcomeOf(outbox.rows, entryIds))),
    // The condition is what the person saw when they decided; the list may have been read anew since.
    'outbox.replace': ({ environmentId, name, value, seen }) =>
      enqueue(environmentId, ({ outbox, secrets }, to) =>
        secrets.isListed(environmentId, name) ? outbox.replace(to, name, value, seen) : refuse('unknown-secret'),
      ),
    'outbox.delete': ({ environmentId, name, seen }) =>
      enqueue(environmentId, ({ outbox, secrets }, to) =>
        secrets.isListed(environmentId, name) ? outbox.delete(to, name, seen) : refuse('unknown-secret'),
      ),
    'outbox.replace-many': ({ environmentId, secrets, value }) =>
      enqueue(environmentId, (profile, to) => answer(writeMany(profile, to, secrets, value))),
    'outbox.delete-many': ({ environmentId, secrets }) =>
      enqueue(environmentId, (profile, to) => answer(writeMany(profile, to, secrets, null))),
    'outbox.change-value': ({ entryId, value }) =>
      onEntry(entryId, (profile) => {
        const given = profile.outbox.changeValue(entryId, value);
        if (given.ok) profile.erased();
        return given;
      }),
    'outbox.rename': ({ entryId, name }) => onEntry(entryId, ({ outbox }) => outbox.rename(entryId, name)),
    'outbox.hold': ({ entryId, held }) => onEntry(entryId, ({ outbox }) => outbox.hold(entryId, held)),
    'outbox.discard': ({ entryId, confirmed }) =>
      onEntry(entryId, (profile) => {
        const given = profile.outbox.discard(entryId, confirmed);
        if (given.ok) profile.erased();
        return given;
      }),
    'outbox.change-many': ({ entryIds, change, confirmed }) =>
      open((profile) => {
        const { outbox } = profile;
        const given = outbox.changeMany(entryIds, change, confirmed);
        if (change === 'discard') profile.discarded(given.undoable);
        const changed = new Set(given.changed.map((id) => outbox.rows.byId(id)?.environmentId));
        for (const environmentId of changed) if (environmentId !== undefined) profile.changed(environmentId);
        return answer(given);
      }),
    'outbox.forget-discards': ({ entryIds }) =>
      open((profile) => {
        if (profile.outbox.forgetDiscards(entryIds) > 0) profile.erased();
        return done;
      }),
    'outbox.resolve': ({ entryId, choice }) =>
      onEntry(entryId, (profile) => {
        const entry = profile.outbox.rows.byId(entryId);
        const as = entry === null ? null : (profile.auth.account(entry.environmentId)?.name ?? null);
        const given = profile.outbox.resolve(entryId, choice, as);
        if (given.ok && choice === 'it-is-the-one') profile.erased();
        return given;
      }),
    'outbox.send-now': ({ environmentId }) =>
      byHand(environmentId, (profile) => {
        profile.sync.sendNow(environmentId);
        return done;
      }),

    'outbox.copy-codes': ({ entryId }) =>
      open(async ({ outbox, names }) => {
        const entry = outbox.rows.byId(entryId);
        const [view] = entry === null ? [] : viewEntries([entry], names);
        if (view === undefined) return refuse('unknown-entry');
        await app.clipboard.write(entryCodesText(view));
        return done;
      }),

    'sync.status': () => open((profile) => answer(profile.environments.list().map(({ id }) => profile.status(id)))),
  };
}

/** What is listed is recorded; the rest is refused by name, as each alone would be. */
function writeMany(
  { outbox, secrets }: OpenProfile,
  to: Binding,
  wanted: readonly SeenByName[],
  value: string | null,
): ManySecretsAnswer {
  const listed = new Set(wanted.filter(({ name }) => secrets.isListed(to.environmentId, name)));
  const { added, refused } = outbox.writeMany(to, [...listed], value);
  const unknown = wanted.filter((secret) => !listed.has(secret)).map(({ name }) => ({ name, code: 'unknown-secret' as const }));
  return { added, refused: [...refused, ...unknown] };
}

function changed(change: ProtectionChange): Answer<Record<string, never>> {
  if (change === 'changed') return done;
  return refuse(change === 'profile-not-writable' ? 'disk-trouble' : change);
}
