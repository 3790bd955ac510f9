import { createCheckpoints, type Checkpoints } from '../../../src/main/storage/checkpoint.ts';
import type { Database } from '../../../src/main/storage/database.ts';
import { openOrSalvage } from '../../../src/main/storage/open-or-salvage.ts';
import { createOutbox, type Outbox } from '../../../src/main/outbox/outbox.ts';
import { withReceipts } from '../../../src/main/outbox/receipts-of.ts';
import { systemFiles, type Files } from '../../../src/main/system/files.ts';
import { filesOf } from '../../../src/main/system/profile.ts';
import { createReceipts, type Receipts } from '../../../src/main/system/receipts.ts';
import { createVault } from '../../../src/main/vault/vault.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { testNativeBinding } from '../../support/test-database.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export interface OpenedProfile {
  readonly kind: 'open';
  readonly db: Database;
  readonly outbox: Outbox;
  readonly receipts: Receipts;
  readonly checkpoints: Checkpoints;
  readonly clock: VirtualClock;
  close(): void;
}

/**
 * Opens a profile's folder as a start of the app does: the vault with a keychain, then the database, then the outbox
 * with its receipts. What stands in the way is answered as the person would be told it.
 *
 * @param ids where an entry's and an attempt's ids come from
 */
export async function openProfileFolder(
  folder: string,
  ids: () => string,
  { files = systemFiles, keychain = new FakeKeychain(), clock = new VirtualClock(), suspect = false }: {
    readonly files?: Files;
    readonly keychain?: FakeKeychain;
    readonly clock?: VirtualClock;
    readonly suspect?: boolean;
  } = {},
): Promise<OpenedProfile | { readonly kind: 'trouble'; readonly trouble: string }> {
  const places = filesOf(folder);
  const vault = createVault({ keyFile: places.keyFile, databaseFile: places.database, keychain, files, now: () => clock.now() });
  const answer = await vault.open();
  if (answer.kind === 'trouble') return answer;
  if (answer.kind !== 'unlocked') return { kind: 'trouble', trouble: answer.kind };
  const database = { file: places.database, dataKey: answer.dataKey, nativeBinding: testNativeBinding, suspect };
  const opened = openOrSalvage(database, clock.now());
  vault.lock();
  if (opened.kind !== 'open') return { kind: 'trouble', trouble: opened.kind };
  const receipts = createReceipts(places.receipts);
  const outbox = withReceipts(createOutbox({ db: opened.db, clock, newId: ids }), receipts, () => clock.now());
  const checkpoints = createCheckpoints({ db: opened.db, clock });
  return { kind: 'open', db: opened.db, outbox, receipts, checkpoints, clock, close };

  function close(): void {
    checkpoints.stop();
    if (opened.kind === 'open') opened.close();
  }
}
