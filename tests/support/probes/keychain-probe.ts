// Opens a vault with the system's real keychain and says what it found, never the key: its hash.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { app } from 'electron';
import { systemFiles } from '../../../src/main/system/files.ts';
import { createKeychain } from '../../../src/main/system/keychain.ts';
import { createVault } from '../../../src/main/vault/vault.ts';

const [folder = '', passphrase] = process.argv.slice(process.argv.indexOf(app.getAppPath()) + 1);
app.setPath('userData', process.env['PROBE_USER_DATA'] ?? '');

async function run(): Promise<void> {
  const keychain = createKeychain();
  const look = await keychain.look();
  const wrapped = await keychain.wrap(Buffer.from('self-test'));
  const vault = createVault({
    keyFile: join(folder, 'data-key.json'),
    databaseFile: join(folder, 'secrets.db'),
    keychain,
    files: systemFiles,
    now: () => Date.now(),
  });
  const opened = await vault.open();
  const answer = passphrase === undefined ? opened : await choose(vault, opened.kind);
  const key = 'dataKey' in answer ? createHash('sha256').update(answer.dataKey).digest('hex') : null;
  const { dataKey: _, ...shown } = { dataKey: null, ...answer };
  const prefix = wrapped === null ? null : Buffer.from(wrapped).subarray(0, 3).toString('latin1');
  process.stdout.write(`${JSON.stringify({ look, prefix, opened: opened.kind, answer: shown, key })}\n`);
}

function choose(vault: ReturnType<typeof createVault>, kind: string) {
  return kind === 'choose-passphrase' ? vault.choosePassphrase(passphrase ?? '') : vault.unlock(passphrase ?? '');
}

app
  .whenReady()
  .then(run)
  .then(
    () => app.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      app.exit(1);
    },
  );
