import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { Reply } from '../../shared/reply.ts';
import { stepFields as words, type ProtectionStep } from '../../shared/words/settings.ts';
import { ProtectionDraft } from './protection-draft.svelte.ts';

const good = 'correct horse battery';
afterEach(() => { vi.unstubAllGlobals(); });

function begin(step: ProtectionStep, answer: () => Reply<Record<string, never>> = () => ok({})) {
  const main = new FakeBridge({
    'vault.set-passphrase': answer,
    'vault.remove-passphrase': answer,
    'vault.add-keychain': answer,
    'vault.remove-keychain': answer,
  });
  vi.stubGlobal('window', main.window);
  return { main, draft: new ProtectionDraft(step) };
}

describe('a change of what protects the data key', () => {
  it('asks nobody before it is complete, and says at each field what is missing', async () => {
    const { main, draft } = begin('change-passphrase');
    expect([draft.currentProblem, draft.nextProblem, draft.repeatProblem]).toEqual([null, null, null]);
    expect(await draft.commit()).toBe(false);
    expect([draft.currentProblem, draft.nextProblem]).toEqual([words.missing, words.tooShort]);
    draft.current = 'anything';
    draft.next = good;
    expect(await draft.commit()).toBe(false);
    expect([draft.nextProblem, draft.repeatProblem]).toEqual([null, words.differs]);
    expect(main.asked).toEqual([]);
  });

  it.each([
    ['set-passphrase', 'vault.set-passphrase', { next: good, current: null }],
    ['change-passphrase', 'vault.set-passphrase', { next: good, current: 'old' }],
    ['remove-passphrase', 'vault.remove-passphrase', { current: 'old' }],
    ['add-keychain', 'vault.add-keychain', { passphrase: 'old' }],
    ['repair-keychain', 'vault.add-keychain', { passphrase: 'old' }],
    ['remove-keychain', 'vault.remove-keychain', { passphrase: 'old' }],
  ] as const)('%s asks for what it needs and no more', async (step, channel, input) => {
    const { main, draft } = begin(step);
    if (draft.asksCurrent) draft.current = 'old';
    if (draft.asksNext) {
      draft.next = good;
      draft.repeated = good;
    }
    expect(await draft.commit()).toBe(true);
    expect(main.asked).toEqual([{ channel, input }]);
  });

  it('says at its field that a passphrase is wrong, until another one is typed', async () => {
    const { draft } = begin('remove-keychain', () => ({ ok: false, code: 'wrong-passphrase', message: '' }));
    draft.current = 'wrong';
    expect(await draft.commit()).toBe(false);
    expect([draft.currentProblem, draft.submission.refusal]).toEqual([words.wrong, null]);
    draft.current = 'wrong, perhaps';
    expect(draft.currentProblem).toBeNull();
  });

  it('tells every other refusal as it is', async () => {
    const { draft } = begin('add-keychain', () => ({ ok: false, code: 'keychain-no-protection', message: '' }));
    draft.current = 'right';
    expect(await draft.commit()).toBe(false);
    expect([draft.currentProblem, draft.submission.refusal]).toEqual([null, 'keychain-no-protection']);
  });
});
