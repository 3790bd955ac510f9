import { z } from 'zod';
import { commandForms } from '../../shared/command.ts';
import { densities, themes } from '../../shared/desktop.ts';
import type { EntryId } from '../../shared/entry.ts';
import { environmentColours, environmentKinds } from '../../shared/environment.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { maxImportCount } from '../../shared/import/import-line.ts';
import type { Channel, Input } from '../../shared/ipc/requests.ts';
import { manyChanges, maxManyEntries } from '../../shared/many-entries.ts';
import { listLook } from '../secrets/list-looks.ts';

// Shapes and outer bounds only. What a name, a value or an address may be is decided by the module that
// knows why, and answered in its words; so the bounds here lie beyond those rules.
const words = z.string().max(4096);
const value = z.string();

const environmentId = z.uuid().transform((id) => id as EnvironmentId);
const entryId = z.uuid().transform((id) => id as EntryId);

const nothing = z.strictObject({}).transform((empty): Record<string, never> => empty);
const ofEnvironment = z.strictObject({ environmentId });
const ofEntry = z.strictObject({ entryId });
const seen = z.strictObject({ created: words.nullable(), updated: words.nullable(), updatedBy: words.nullable() });
const ofSecret = ofEnvironment.extend({ name: words, seen });
const manySecrets = z.array(z.strictObject({ name: words, seen })).min(1).max(maxManyEntries);
const manyEntries = z.strictObject({ entryIds: z.array(entryId).min(1).max(maxManyEntries) });
const passphrase = z.strictObject({ passphrase: words });

/** What each request must look like; a channel without a line here is a type error. */
export const schemas: { readonly [C in Channel]: z.ZodType<Input<C>> } = {
  'app.info': nothing,
  'app.phase': nothing,
  'app.start-afresh': nothing,
  'app.try-again': nothing,
  'app.quit-question': nothing,
  'app.quit': z.strictObject({ quit: z.boolean() }),
  'app.keep-in-tray': nothing,
  'app.about': nothing,

  'desktop.read': nothing,
  'desktop.write': z.strictObject({
    theme: z.enum(themes),
    density: z.enum(densities),
    closeToTray: z.boolean(),
    notify: z.boolean(),
  }),

  'diagnostics.report': nothing,
  'diagnostics.copy': nothing,
  'diagnostics.save': nothing,

  'vault.choose-passphrase': passphrase,
  'vault.unlock': passphrase,
  'vault.lock': nothing,
  'vault.protection': nothing,
  'vault.set-passphrase': z.strictObject({ next: words, current: words.nullable() }),
  'vault.remove-passphrase': z.strictObject({ current: words }),
  'vault.add-keychain': passphrase,
  'vault.remove-keychain': passphrase,
  'locking.read': nothing,
  'locking.write': z.strictObject({
    afterMinutes: z.int().min(0).max(24 * 60),
    withSystem: z.boolean(),
    keepSending: z.boolean(),
  }),

  'incidents.unread': nothing,
  'incidents.mark-read': z.strictObject({ id: z.int().positive() }),

  'environments.list': nothing,
  'environments.check': z.strictObject({ address: words }),
  'environments.add': z.strictObject({
    address: words,
    label: words,
    kind: z.enum(environmentKinds),
    colour: z.enum(environmentColours),
    confirmedIssuer: words.nullable(),
  }),
  'environments.choose': ofEnvironment,
  'environments.confirm-issuer': ofEnvironment.extend({ issuer: words }),
  'environments.change': ofEnvironment.extend({
    label: words,
    kind: z.enum(environmentKinds),
    colour: z.enum(environmentColours),
  }),
  'environments.remove': ofEnvironment.extend({ discard: z.array(entryId) }),
  'environments.export': nothing,
  'environments.read-list': nothing,
  'network.work-offline': nothing,
  'network.set-work-offline': z.strictObject({ offline: z.boolean() }),
  'network.proxy-question': nothing,
  'network.give-proxy': z.strictObject({ proxy: words, userName: words, password: words }),
  'network.decline-proxy': z.strictObject({ proxy: words }),
  'network.certificate-question': nothing,
  'network.choose-certificate': z.strictObject({ origin: words, certificate: words.nullable() }),
  'network.decline-certificate': z.strictObject({ origin: words }),

  'session.view': ofEnvironment,
  'session.sign-in': ofEnvironment.extend({ userName: words, password: words, oneTimeCode: words.nullable() }),
  'session.sign-in-browser': ofEnvironment,
  'session.cancel-browser': ofEnvironment,
  'session.redirect-port': nothing,
  'session.set-redirect-port': z.strictObject({ port: z.int().min(1024).max(65_535) }),
  'session.sign-in-service': ofEnvironment.extend({ clientId: words, clientSecret: words }),
  // Tokens with many roles grow long.
  'session.sign-in-token': ofEnvironment.extend({ token: z.string().max(64 * 1024) }),
  'session.sign-out': ofEnvironment.extend({ discard: z.array(entryId).nullable() }),
  'session.claim-entries': ofEnvironment.extend({ accountId: z.int().positive() }),

  'secrets.list': ofEnvironment.extend({ since: words.exactOptional() }),
  'secrets.refresh': ofEnvironment,
  'secrets.cancel-refresh': ofEnvironment,
  'secrets.read-look': ofEnvironment,
  'secrets.keep-look': ofEnvironment.extend({ look: listLook }),
  'secrets.check-name': ofEnvironment.extend({ name: words }),
  'secrets.check-names': ofEnvironment.extend({ names: z.array(words).max(maxImportCount) }),
  'secrets.copy-command': ofEnvironment.extend({
    name: words,
    intent: z.enum(['create', 'replace', 'delete']),
    form: z.enum(commandForms),
  }),

  'outbox.list': z.strictObject({ since: words.exactOptional() }),
  'outbox.add': ofEnvironment.extend({ name: words, value }),
  'outbox.add-many': ofEnvironment.extend({
    secrets: z.array(z.strictObject({ name: words, value, replaces: seen.nullable() })).min(1).max(maxImportCount),
  }),
  'outbox.outcome': z.strictObject({ entryIds: z.array(entryId).max(maxImportCount) }),
  'outbox.replace': ofSecret.extend({ value }),
  'outbox.delete': ofSecret,
  'outbox.replace-many': ofEnvironment.extend({ secrets: manySecrets, value }),
  'outbox.delete-many': ofEnvironment.extend({ secrets: manySecrets }),
  'outbox.change-value': ofEntry.extend({ value }),
  'outbox.rename': ofEntry.extend({ name: words }),
  'outbox.hold': ofEntry.extend({ held: z.boolean() }),
  'outbox.discard': ofEntry.extend({ confirmed: z.boolean() }),
  'outbox.change-many': manyEntries.extend({ change: z.enum(manyChanges), confirmed: z.boolean() }),
  'outbox.forget-discards': manyEntries,
  'outbox.resolve': ofEntry.extend({
    choice: z.enum(['try-again', 'replace-there', 'it-is-the-one', 'create-instead', 'delete-and-create']),
  }),
  'outbox.send-now': ofEnvironment,
  'outbox.copy-codes': ofEntry,

  'sync.status': nothing,
};
