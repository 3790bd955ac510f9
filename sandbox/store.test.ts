import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Journal } from './journal.ts';
import { DataFileError, Store } from './store.ts';
import { call, Rig, type Tokens } from './testing/harness.ts';
import { createSandbox } from './sandbox.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Runs a sandbox on a data file, lets `work` have it, and ends it again. */
async function during<Result>(
  dataFile: string,
  port: number,
  work: (rig: Rig) => Promise<Result>,
): Promise<Result> {
  const sandbox = await createSandbox({ dataFile, port });
  try {
    return await work(new Rig(sandbox));
  } finally {
    await sandbox.close();
  }
}

it('keeps secrets, sessions, signing key, fingerprints and journal over a restart', async () => {
  const dataFile = join(folder(), 'data.json');
  const before = await during(dataFile, 0, async (rig) => {
    const tokens = await rig.signIn();
    await (await rig.as()).create('a', 'value');
    return {
      tokens,
      port: Number(new URL(rig.origin).port),
      hmac: await rig.control.hmac('value'),
      secrets: await rig.control.secrets(),
    };
  });
  await during(dataFile, before.port, async (rig) => {
    expect(await rig.control.secrets()).toEqual(before.secrets);
    expect(await rig.control.hmac('value')).toBe(before.hmac);
    const list = await call(`${rig.origin}/api/v4/secrets/list`, {
      headers: { authorization: `Bearer ${before.tokens.access_token}` },
    });
    expect(list.json()).toMatchObject({ data: [{ name: 'a' }] });
    const refreshed = await rig.refresh(before.tokens.refresh_token);
    expect(refreshed.json<Tokens>().refresh_token).toEqual(expect.any(String));
    expect((await rig.refresh(before.tokens.refresh_token)).status).toBe(400);

    const journal = await rig.control.journal();
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    expect(journal.filter(({ operation, committed }) => operation === 'create' && committed)).toHaveLength(1);
    const connections = journal.map(({ connection }) => connection);
    expect(new Set(connections).size).toBe(connections.length);
  });
});

it('writes no value, password or usable token into its files, which only their owner reads', async () => {
  const path = folder();
  const marker = 'marker-value-7f3a';
  const tokens = await during(join(path, 'data.json'), 0, async (rig) => {
    const signedIn = await rig.signIn();
    await (await rig.as()).create('a', marker);
    await rig.refresh(signedIn.refresh_token);
    return signedIn;
  });
  expect(readdirSync(path).sort()).toEqual(['data.json', 'data.json.journal']);
  for (const name of readdirSync(path)) {
    const text = readFileSync(join(path, name), 'utf8');
    for (const secret of [marker, tokens.access_token, tokens.refresh_token, '"demo"'])
      expect(text).not.toContain(secret);
    expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
  }
});

it('shares one write between saves that come together, and each is on disk when it resolves', async () => {
  const path = join(folder(), 'data.json');
  const store = new Store(path);
  const secret = {
    created: 'c',
    created_by: 'b',
    updated: 'u',
    updated_by: 'b',
    valueHmac: 'h',
    valueBytes: 1,
  };
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const name = `s${index}`;
      store.secrets.set(name, { name, ...secret });
      await store.save();
      expect(new Store(path).secrets.has(name)).toBe(true);
    }),
  );
  expect(new Store(path).secrets.size).toBe(200);
});

it.each([
  ['no JSON', '{"format":'],
  ['another format', '{"format":"other"}'],
  ['a newer version', '{"format":"kelvin-sandbox-data","version":2}'],
])('refuses a data file with %s and leaves it as it is', (_what, text) => {
  const path = join(folder(), 'data.json');
  writeFileSync(path, text);
  expect(() => new Store(path)).toThrow(DataFileError);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('reads a journal whose last line was cut off when the sandbox was killed', () => {
  const path = join(folder(), 'journal');
  const journal = new Journal(path);
  const entry = {
    method: 'GET',
    path: '/metadata',
    target: 'metadata',
    operation: 'metadata',
    connection: 1,
    reused: false,
  } as const;
  journal.note(journal.open(entry), { status: 200 });
  journal.close();
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"seq":2,"ti`);
  const again = new Journal(path);
  expect(again.since()).toMatchObject([{ seq: 1, status: 200 }]);
  expect(again.open(entry).seq).toBe(2);
  again.close();
  const third = new Journal(path);
  expect(third.since().map(({ seq }) => seq)).toEqual([1, 2]);
  third.close();
});
