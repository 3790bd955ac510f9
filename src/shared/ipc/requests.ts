import type { About } from '../about.ts';
import type { AppInfo, AppPhase, Locking, Protection, SystemLock } from '../app-state.ts';
import type { CertificateQuestion } from '../client-certificate.ts';
import type { CommandForm } from '../command.ts';
import type { DesktopAbilities, DesktopChoices } from '../desktop.ts';
import type { AttentionChoice, EntryId, Intent, SeenSecret } from '../entry.ts';
import type { AddressCheck, Environment, EnvironmentColour, EnvironmentId, EnvironmentKind } from '../environment.ts';
import type { EnvironmentListFile } from '../environment-list.ts';
import type { ImportAnswer, ImportedSecret, ImportOutcome, NamesCheck } from '../import/import-request.ts';
import type { Incident } from '../incident.ts';
import type { ListLookKept } from '../list-look.ts';
import type { ManyAnswer, ManyChange, ManySecretsAnswer, SeenByName } from '../many-entries.ts';
import type { OutboxList } from '../outbox-list.ts';
import type { ProxyQuestion } from '../proxy.ts';
import type { NameCheck, ReadingEnd, SecretsList } from '../secrets-list.ts';
import type { SessionView, SignInAnswer } from '../session.ts';
import type { SyncStatus } from '../sync-status.ts';

type Nothing = Record<string, never>;
interface OfEnvironment { readonly environmentId: EnvironmentId }
interface OfSecret extends OfEnvironment { readonly name: string; readonly seen: SeenSecret }
interface OfEntry { readonly entryId: EntryId }

/**
 * Every request a renderer can make: channel → [input, output]. One line here is what makes a channel exist;
 * schemas and handlers in main are total records over it. A value goes in and never comes out.
 */
export interface Requests {
  'app.info': [Nothing, AppInfo];
  'app.phase': [Nothing, AppPhase];
  /** Sets the unreadable files aside (never deletes) and starts with an empty profile. */
  'app.start-afresh': [Nothing, Nothing];
  'app.try-again': [Nothing, Nothing];
  /** The page shows the question that `quit-asked` is about; the person's answer follows in its own time. */
  'app.quit-question': [Nothing, Nothing];
  /** The answer to the `quit-asked` announcement: the person's, or the page's where there is nothing to ask. */
  'app.quit': [{ readonly quit: boolean }, Nothing];

  /** Answers `quit-asked` with no, and leaves the app running behind its tray icon. */
  'app.keep-in-tray': [Nothing, Nothing];
  'app.about': [Nothing, About];

  'desktop.read': [Nothing, { readonly chosen: DesktopChoices; readonly system: DesktopAbilities }];
  'desktop.write': [DesktopChoices, Nothing];

  /** Makes the report for support, which names nobody and nothing; what is copied or saved is the one that was shown. */
  'diagnostics.report': [Nothing, { readonly text: string }];
  'diagnostics.copy': [Nothing, Nothing];
  /** Asks where. */
  'diagnostics.save': [Nothing, { readonly outcome: 'saved' | 'cancelled' | 'not-written' }];

  'vault.choose-passphrase': [{ readonly passphrase: string }, Nothing];
  'vault.unlock': [{ readonly passphrase: string }, Nothing];
  /** Locks the window now. */
  'vault.lock': [Nothing, Nothing];
  /** What protects the data key on this computer; null where the key file cannot be read now. */
  'vault.protection': [Nothing, Protection | null];
  'vault.set-passphrase': [{ readonly next: string; readonly current: string | null }, Nothing];
  'vault.remove-passphrase': [{ readonly current: string }, Nothing];
  'vault.add-keychain': [{ readonly passphrase: string }, Nothing];
  'vault.remove-keychain': [{ readonly passphrase: string }, Nothing];
  'locking.read': [Nothing, { readonly chosen: Locking; readonly systemLock: SystemLock }];
  'locking.write': [Locking, Nothing];

  /** What happened to the data on this computer and was not read yet, newest first. */
  'incidents.unread': [Nothing, readonly Incident[]];
  'incidents.mark-read': [{ readonly id: number }, Nothing];

  'environments.list': [Nothing, { readonly environments: readonly Environment[]; readonly chosen: EnvironmentId | null }];
  'environments.check': [{ readonly address: string }, AddressCheck];
  'environments.add': [
    {
      readonly address: string;
      readonly label: string;
      readonly kind: EnvironmentKind;
      readonly colour: EnvironmentColour;
      /** The person saw that sign-in happens at another host and agreed. */
      readonly confirmedIssuer: string | null;
    },
    Environment,
  ];
  'environments.choose': [OfEnvironment, Nothing];
  /** The person agreed to sign in at this very issuer, which `session.sign-in` found at another host. */
  'environments.confirm-issuer': [OfEnvironment & { readonly issuer: string }, Nothing];
  /** Its origin never changes. */
  'environments.change': [
    OfEnvironment & { readonly label: string; readonly kind: EnvironmentKind; readonly colour: EnvironmentColour },
    Environment,
  ];
  /**
   * `discard`: exactly what still waited for it when the person agreed that it goes with it. Refused where more waits by
   * now: nobody agreed to lose that.
   */
  'environments.remove': [OfEnvironment & { readonly discard: readonly EntryId[] }, Nothing];
  /** Asks where, and writes a file that a team can share. No secret, account or token is in it. */
  'environments.export': [Nothing, { readonly outcome: 'saved' | 'cancelled' | 'not-written' }];
  /** Asks which file, and tells what is in it; nothing is added by this. */
  'environments.read-list': [Nothing, EnvironmentListFile];

  /** "Work offline": while it is on, not one request leaves this computer. */
  'network.work-offline': [Nothing, { readonly offline: boolean }];
  'network.set-work-offline': [{ readonly offline: boolean }, Nothing];
  /** The proxy that wants to know who asks; it is told in `proxy-asks` that this changed. */
  'network.proxy-question': [Nothing, { readonly question: ProxyQuestion | null }];
  /** Kept in memory, for this proxy alone; what waits is sent anew. */
  'network.give-proxy': [{ readonly proxy: string; readonly userName: string; readonly password: string }, Nothing];
  /** Asked again when the person sends anew. */
  'network.decline-proxy': [{ readonly proxy: string }, Nothing];
  /** Which certificate a platform is shown; it is told in `certificate-asks` that this changed. */
  'network.certificate-question': [Nothing, { readonly question: CertificateQuestion | null }];
  /** Kept in memory, for this origin alone; null: none is shown there. What waits is sent anew. */
  'network.choose-certificate': [{ readonly origin: string; readonly certificate: string | null }, Nothing];
  /** Asked again when the person sends anew. */
  'network.decline-certificate': [{ readonly origin: string }, Nothing];

  'session.view': [OfEnvironment, SessionView];
  'session.sign-in': [
    OfEnvironment & { readonly userName: string; readonly password: string; readonly oneTimeCode: string | null },
    SignInAnswer,
  ];
  /** In the system's browser. Answers when the person is done there, or it is waited for no more. */
  'session.sign-in-browser': [OfEnvironment, SignInAnswer];
  /** Waits no longer for the browser. */
  'session.cancel-browser': [OfEnvironment, Nothing];
  /** The port at which the browser comes back to this computer. */
  'session.redirect-port': [Nothing, { readonly port: number }];
  'session.set-redirect-port': [{ readonly port: number }, Nothing];
  'session.sign-in-service': [OfEnvironment & { readonly clientId: string; readonly clientSecret: string }, SignInAnswer];
  'session.sign-in-token': [OfEnvironment & { readonly token: string }, SignInAnswer];
  /**
   * `discard`: exactly what waited of this account when the person agreed to discard it; null keeps it. Refused where more
   * waits by now. What others added is never discarded. `reached` false: the platform could not be told; the tokens are forgotten here all the same.
   */
  'session.sign-out': [OfEnvironment & { readonly discard: readonly EntryId[] | null }, { readonly reached: boolean }];
  /** "Send 3 secrets as X": binds the entries that were added before anybody signed in to the account that was named. */
  'session.claim-entries': [OfEnvironment & { readonly accountId: number }, { readonly claimed: number }];

  /** The whole list, or, to who has read up to `since`, what changed after it. */
  'secrets.list': [OfEnvironment & { readonly since?: string }, SecretsList];
  /** Reads the platform's list anew; answers when it is done or could not be done. */
  'secrets.refresh': [OfEnvironment, { readonly end: ReadingEnd }];
  'secrets.cancel-refresh': [OfEnvironment, Nothing];
  /** How this environment's list was looked at last; null where nothing is known of it. */
  'secrets.read-look': [OfEnvironment, { readonly look: ListLookKept | null }];
  'secrets.keep-look': [OfEnvironment & { readonly look: ListLookKept }, Nothing];
  'secrets.check-name': [OfEnvironment & { readonly name: string }, NameCheck];
  /** The names of an import, as far as this computer knows them; the platform is not asked. */
  'secrets.check-names': [OfEnvironment & { readonly names: readonly string[] }, NamesCheck];
  /** Puts a text on the clipboard that main makes of a name it knows: a page has nothing copied that it chose. */
  'secrets.copy-command': [OfEnvironment & { readonly name: string; readonly intent: Intent; readonly form: CommandForm }, Nothing];

  /** All open entries, or, to who has read up to `since`, what changed after it. */
  'outbox.list': [{ readonly since?: string }, OutboxList];
  'outbox.add': [OfEnvironment & { readonly name: string; readonly value: string }, { readonly entryId: EntryId }];
  /** All in one commit and in this order, or none and why. What is replaced must be listed. */
  'outbox.add-many': [OfEnvironment & { readonly secrets: readonly ImportedSecret[] }, ImportAnswer];
  /** What became of entries that were added together. */
  'outbox.outcome': [{ readonly entryIds: readonly EntryId[] }, ImportOutcome];
  /** The secret must be listed; `seen` is what the person saw of it, and the condition under which it is sent. */
  'outbox.replace': [OfSecret & { readonly value: string }, { readonly entryId: EntryId }];
  'outbox.delete': [OfSecret, { readonly entryId: EntryId }];
  /** The same value for several, and several deletes: each in one commit, and what cannot be recorded is told by name. */
  'outbox.replace-many': [OfEnvironment & { readonly secrets: readonly SeenByName[]; readonly value: string }, ManySecretsAnswer];
  'outbox.delete-many': [OfEnvironment & { readonly secrets: readonly SeenByName[] }, ManySecretsAnswer];
  'outbox.change-value': [OfEntry & { readonly value: string }, Nothing];
  'outbox.rename': [OfEntry & { readonly name: string }, Nothing];
  'outbox.hold': [OfEntry & { readonly held: boolean }, Nothing];
  /** `confirmed`: the person read that it may already exist on the platform (asked where it may). */
  'outbox.discard': [OfEntry & { readonly confirmed: boolean }, Nothing];
  /** In one commit; what cannot be changed is told. What a discard of never sent entries takes is kept for its undo. */
  'outbox.change-many': [
    { readonly entryIds: readonly EntryId[]; readonly change: ManyChange; readonly confirmed: boolean },
    ManyAnswer,
  ];
  /** The undo of these is offered no more: what was kept of them is erased. */
  'outbox.forget-discards': [{ readonly entryIds: readonly EntryId[] }, Nothing];
  'outbox.resolve': [
    OfEntry & { readonly choice: Exclude<AttentionChoice, 'rename' | 'change-value' | 'discard'> },
    Nothing,
  ];
  'outbox.send-now': [OfEnvironment, Nothing];
  /** Puts on the clipboard what `entryCodes` says of an entry: states and codes, no name. */
  'outbox.copy-codes': [OfEntry, Nothing];

  'sync.status': [Nothing, readonly SyncStatus[]];
}

export type Channel = keyof Requests;
export type Input<C extends Channel> = Requests[C][0];
export type Output<C extends Channel> = Requests[C][1];

/** The channels at run time; a line missing or left over here is a type error. */
const table: Record<Channel, true> = {
  'app.info': true,
  'app.phase': true,
  'app.start-afresh': true,
  'app.try-again': true,
  'app.quit-question': true,
  'app.quit': true,
  'app.keep-in-tray': true,
  'app.about': true,
  'desktop.read': true,
  'desktop.write': true,
  'diagnostics.report': true,
  'diagnostics.copy': true,
  'diagnostics.save': true,
  'vault.choose-passphrase': true,
  'vault.unlock': true,
  'vault.lock': true,
  'vault.protection': true,
  'vault.set-passphrase': true,
  'vault.remove-passphrase': true,
  'vault.add-keychain': true,
  'vault.remove-keychain': true,
  'locking.read': true,
  'locking.write': true,
  'incidents.unread': true,
  'incidents.mark-read': true,
  'environments.list': true,
  'environments.check': true,
  'environments.add': true,
  'environments.choose': true,
  'environments.confirm-issuer': true,
  'environments.change': true,
  'environments.remove': true,
  'environments.export': true,
  'environments.read-list': true,
  'network.work-offline': true,
  'network.set-work-offline': true,
  'network.proxy-question': true,
  'network.give-proxy': true,
  'network.decline-proxy': true,
  'network.certificate-question': true,
  'network.choose-certificate': true,
  'network.decline-certificate': true,
  'session.view': true,
  'session.sign-in': true,
  'session.sign-in-browser': true,
  'session.cancel-browser': true,
  'session.redirect-port': true,
  'session.set-redirect-port': true,
  'session.sign-in-service': true,
  'session.sign-in-token': true,
  'session.sign-out': true,
  'session.claim-entries': true,
  'secrets.list': true,
  'secrets.refresh': true,
  'secrets.cancel-refresh': true,
  'secrets.read-look': true,
  'secrets.keep-look': true,
  'secrets.check-name': true,
  'secrets.check-names': true,
  'secrets.copy-command': true,
  'outbox.list': true,
  'outbox.add': true,
  'outbox.add-many': true,
  'outbox.outcome': true,
  'outbox.replace': true,
  'outbox.delete': true,
  'outbox.replace-many': true,
  'outbox.delete-many': true,
  'outbox.change-value': true,
  'outbox.rename': true,
  'outbox.hold': true,
  'outbox.discard': true,
  'outbox.change-many': true,
  'outbox.forget-discards': true,
  'outbox.resolve': true,
  'outbox.send-now': true,
  'outbox.copy-codes': true,
  'sync.status': true,
};

export const channels = Object.keys(table) as readonly Channel[];
