import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { SecretDraft } from './secret-draft.svelte.ts';
import { revealed } from './value-view.ts';

const plant: Environment = {
  id: 'e1' as EnvironmentId,
  origin: 'https://plant-a.example',
  label: 'Plant A',
  kind: 'production',
  colour: 'plum',
  addedAt: 0,
};

function draftWith(name: string, value: string): SecretDraft {
  const draft = new SecretDraft(plant);
  draft.name.name = name;
  draft.value.value.insertExact(revealed, { start: 0, end: 0 }, value);
  draft.value.changed();
  return draft;
}

function bridge(answers: ConstructorParameters<typeof FakeBridge>[0]): FakeBridge {
  const fake = new FakeBridge(answers);
  vi.stubGlobal('window', fake.window);
  return fake;
}

describe('adding a secret', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  it('hands over the value byte for byte, for the environment the draft was begun in, and forgets it', async () => {
    const main = bridge({ 'outbox.add': () => ok({ entryId: 'n1' as EntryId }) });
    const draft = draftWith('demosecret', ' key\r\n\0\r\n');
    expect(await draft.add()).toBe('n1');
    expect(main.inputsOf('outbox.add')).toEqual([{ environmentId: 'e1', name: 'demosecret', value: ' key\r\n\0\r\n' }]);
    expect(draft.value.value.exactText).toBe('');
    expect(draft.value.isEmpty).toBe(true);
  });

  it.each([
    ['', 'value'],
    ['Not A Name', 'value'],
    ['demosecret', ''],
    ['demosecret', 'half \ud83d'],
    ['demosecret', 'x'.repeat(1024 * 1024 + 1)],
  ])('asks for nothing with the name "%s" and a value that is not complete or not possible', async (name, value) => {
    const main = bridge({ 'outbox.add': () => ok({ entryId: 'n1' as EntryId }) });
    const draft = draftWith(name, value);
    expect(await draft.add()).toBeNull();
    expect(main.asked).toEqual([]);
    expect(draft.name.problem !== null || draft.value.problem !== null).toBe(true);
  });

  it('keeps what was typed when it is refused, and says why', async () => {
    bridge({ 'outbox.add': () => ({ ok: false, code: 'disk-full', message: '' }) });
    const draft = draftWith('demosecret', 'value');
    expect(await draft.add()).toBeNull();
    expect(draft.submission.refusal).toBe('disk-full');
    expect(draft.value.value.exactText).toBe('value');
  });

  it('asks once, however often the button is pressed', async () => {
    const main = bridge({ 'outbox.add': () => ok({ entryId: 'n1' as EntryId }) });
    const draft = draftWith('demosecret', 'value');
    await Promise.all([draft.add(), draft.add(), draft.add()]);
    expect(main.inputsOf('outbox.add')).toHaveLength(1);
  });

  it('turns a request that was thrown back into a refusal that holds nothing of the value', async () => {
    bridge({
      'outbox.add': () => {
        throw new Error('value');
      },
    });
    const draft = draftWith('demosecret', 'value');
    expect(await draft.add()).toBeNull();
    expect(draft.submission.refusal).toBe('unexpected');
  });
});
