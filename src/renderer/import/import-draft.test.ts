import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { maxImportBytes, maxImportCount } from '../../shared/import/import-line.ts';
import { ImportDraft } from './import-draft.svelte.ts';

const plant: Environment = {
  id: 'e1' as EnvironmentId, origin: 'https://plant-a.example', label: 'Plant A', kind: 'production', colour: 'plum', addedAt: 0,
};
const other: Environment = { ...plant, id: 'e2' as EnvironmentId, label: 'Plant B' };
const secret = { name: 'listed', created: 'c', createdBy: 'joao', updated: 'u', updatedBy: 'joao' };

let main: FakeBridge;
let draft: ImportDraft;
beforeEach(() => {
  main = new FakeBridge({
    'secrets.check-names': ({ names }) => ok({ waiting: [], listed: names.includes('listed') ? [secret] : [], asOf: 0 }),
    'secrets.refresh': () => ok({ end: 'not-read' }),
    'outbox.add-many': ({ secrets }) => ok({ kind: 'added', entryIds: secrets.map(({ name }) => name as EntryId) }),
  });
  vi.stubGlobal('window', main.window);
  draft = new ImportDraft(plant);
});
afterEach(() => { vi.unstubAllGlobals(); });

async function taken(text: string): Promise<void> {
  await draft.take(text, null);
  await vi.waitFor(() => { expect(main.inputsOf('secrets.check-names')).toHaveLength(2); });
  await vi.waitFor(() => { expect(draft.known).not.toBeNull(); });
}

describe('an import that is prepared', () => {
  it('adds nothing before it is told to, then all in one request with the bytes as they were', async () => {
    await taken('a="one\r\n two \n"\nlisted=x\nb=2');
    expect(main.inputsOf('outbox.add-many')).toEqual([]);
    draft.choose({ existing: 'replace' });
    expect([draft.toAdd.length, draft.replacing]).toEqual([3, 1]);
    expect(await draft.add()).toEqual(['a', 'listed', 'b']);
    expect(main.inputsOf('outbox.add-many')).toEqual([{
      environmentId: 'e1',
      secrets: [
        { name: 'a', value: 'one\r\n two \n', replaces: null },
        { name: 'listed', value: 'x', replaces: { created: 'c', updated: 'u', updatedBy: 'joao' } },
        { name: 'b', value: '2', replaces: null },
      ],
    }]);
  });

  it('forgets the text and its values once they are added, or given up', async () => {
    await taken('a=1');
    await draft.add();
    expect([draft.lines, draft.holdsValue, draft.plan.length]).toEqual([null, false, 0]);
    await draft.take('a=1', null);
    draft.forget();
    draft.chooseFormat('json');
    expect(draft.plan).toEqual([]);
  });

  it('asks the names alone: no value goes along', async () => {
    await taken('MQTT_USER=marker\nbad line marker\nb=marker');
    draft.choose({ repairsAll: true });
    await vi.waitFor(() => { expect(main.inputsOf('secrets.check-names')).toHaveLength(3); });
    expect(main.inputsOf('secrets.check-names').at(-1)).toEqual({ environmentId: 'e1', names: ['mqtt-user', 'MQTT_USER', 'b'] });
    expect(JSON.stringify(main.asked)).not.toContain('marker');
  });

  it('looks up every name, as it was read and as it is written, however many they are', async () => {
    main.answers = { ...main.answers, 'secrets.check-names': ({ names }) =>
      ok({ waiting: [], listed: names.filter((name) => name === 'LEGACY_2999').map((name) => ({ ...secret, name })), asOf: 5 }) };
    await draft.take(Array.from({ length: 3000 }, (_, index) => `LEGACY_${String(index)}=x`).join('\n'), null);
    draft.choose({ repairsAll: true });
    await vi.waitFor(() => { expect(draft.known?.listed).toHaveLength(1); });
    const asked = main.inputsOf('secrets.check-names').map(({ names }) => names.length);
    expect(Math.max(...asked)).toBeLessThanOrEqual(2500);
    expect(draft.known?.asOf).toBe(5);
    expect(draft.plan.map(({ fate }) => fate.kind).slice(-2)).toEqual(['create', 'listed']);
  });

  it('says what was refused beside its line, and keeps everything', async () => {
    main.answers = { ...main.answers, 'outbox.add-many': () => ok({ kind: 'refused', refusals: [{ index: 1, code: 'name-already-waits' }] }) };
    await taken('nonsense\na=1\nb=2');
    expect(await draft.add()).toBeNull();
    expect(draft.plan.map(({ fate }) => (fate.kind === 'left-out' ? fate.because.kind : fate.kind))).toEqual(['line', 'create', 'refused']);
    expect(draft.holdsValue).toBe(true);
  });

  it('keeps everything where the disk is full', async () => {
    main.answers = { ...main.answers, 'outbox.add-many': () => ({ ok: false, code: 'disk-full', message: '' }) };
    await taken('a=1');
    expect(await draft.add()).toBeNull();
    expect(draft.submission.refusal).toBe('disk-full');
    expect(draft.toAdd).toHaveLength(1);
  });

  it('looks the names up anew in another environment', async () => {
    await taken('a=1');
    draft.chooseEnvironment(other);
    expect(draft.known).toBeNull();
    await vi.waitFor(() => { expect(draft.known).not.toBeNull(); });
    expect(main.inputsOf('secrets.check-names').at(-1)).toMatchObject({ environmentId: 'e2' });
    await draft.add();
    expect(main.inputsOf('outbox.add-many')).toMatchObject([{ environmentId: 'e2' }]);
  });

  it('takes the last of two texts that were given at once, and none after it was given up', async () => {
    await Promise.all([draft.take('first=1', null), draft.take('second=2', null)]);
    expect(draft.plan.map(({ name }) => name)).toEqual(['second']);
    const late = draft.take('late=1', null);
    draft.forget();
    await late;
    expect([draft.lines, draft.holdsValue]).toEqual([null, false]);
  });

  it('can be read otherwise than it was taken for, also as something that holds nothing', async () => {
    await draft.take('a,1\n', null);
    expect(draft.format).toBe('csv');
    draft.chooseFormat('env');
    expect(draft.plan[0]?.fate).toMatchObject({ because: { problem: { kind: 'no-assignment' } } });
    draft.chooseFormat('csv');
    expect(draft.plan[0]).toMatchObject({ name: 'a', fate: { kind: 'create' } });
  });

  it('shows no line of a file whose columns seem turned before it is told which is which', async () => {
    await draft.take('S3cr3t!,mqtt-user\nOther#1,opc-user\n', null);
    expect([draft.asksColumns, draft.lines, draft.holdsValue]).toEqual([true, null, true]);
    draft.answerColumns('csv-turned');
    expect([draft.asksColumns, draft.format, draft.plan.map(({ name }) => name)]).toEqual([false, 'csv-turned', ['mqtt-user', 'opc-user']]);
    await vi.waitFor(() => { expect(draft.known).not.toBeNull(); });
    expect(JSON.stringify(main.asked)).not.toMatch(/S3cr3t|Other/);
    await draft.add();
    expect(main.inputsOf('outbox.add-many')).toMatchObject([{ secrets: [{ name: 'mqtt-user', value: 'S3cr3t!' }, { name: 'opc-user', value: 'Other#1' }] }]);
    await draft.take('S3cr3t!,mqtt-user\n', null);
    draft.forget();
    expect([draft.asksColumns, draft.holdsValue]).toEqual([false, false]);
  });

  it('asks which column is which also where CSV is chosen by hand, and not again of who turned it back', async () => {
    await draft.take('A=1\nS3cr3t!,mqtt-user\nOther#1,opc-user\nThird#2,plc-user\n', null);
    expect(draft.format).toBe('env');
    draft.chooseFormat('csv');
    expect([draft.asksColumns, draft.lines, draft.plan, draft.holdsValue]).toEqual([true, null, [], true]);
    draft.answerColumns('csv-turned');
    expect(draft.plan.map(({ name }) => name).slice(1)).toEqual(['mqtt-user', 'opc-user', 'plc-user']);
    draft.chooseFormat('csv');
    expect([draft.asksColumns, draft.format]).toEqual([false, 'csv']);
  });

  it('never asks main for a Base64 value that stands where a name is looked for', async () => {
    await draft.take('c2VjcmV0cGFzcw==,mqtt-password\n', null);
    expect([draft.asksColumns, draft.lines]).toEqual([true, null]);
    draft.answerColumns('csv-turned');
    await vi.waitFor(() => { expect(draft.known).not.toBeNull(); });
    expect(JSON.stringify(main.asked)).not.toContain('c2Vjc');
  });

  it('says by which captions a header was understood, and forgets that with the rest', async () => {
    await draft.take('key,password\na,1\n', null);
    expect([draft.format, draft.columns]).toEqual(['csv', { name: 'key', value: 'password' }]);
    draft.startOver();
    expect(draft.columns).toBeNull();
  });

  it('takes no more than an import holds, and no file that is no text', async () => {
    await draft.take('x'.repeat(maxImportBytes + 1), null);
    expect(draft.trouble).toBe('too-large');
    await draft.take('a=1\n'.repeat(maxImportCount + 1), null);
    expect(draft.trouble).toBe('too-many');
    await draft.take('# nothing\n', null);
    expect(draft.trouble).toBe('nothing-in-it');
    await draft.receive(new File([new Uint8Array([0x61, 0x3d, 0xff, 0xfe])], 'x.env'));
    expect(draft.trouble).toBe('not-text');
    await draft.receiveAll([new File(['a=1'], 'x.env'), new File(['b=1'], 'y.env')]);
    expect([draft.trouble, draft.lines]).toEqual(['several-files', null]);
    await draft.receive({ size: 4096, name: 'folder', arrayBuffer: () => Promise.reject(new Error('not found')) } as unknown as File);
    expect(draft.trouble).toBe('not-read');
    await draft.receiveAll([new File(['a=1'], 'x.env')]);
    expect([draft.trouble, draft.fileName, draft.plan.length]).toEqual([null, 'x.env', 1]);
  });
});
