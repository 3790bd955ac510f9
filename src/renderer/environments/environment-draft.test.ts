import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { AddressCheck, Environment, EnvironmentId } from '../../shared/environment.ts';
import { EnvironmentDraft } from './environment-draft.svelte.ts';

const site = { origin: 'https://plant-a.example', host: 'plant-a.example' };
const found: AddressCheck = { kind: 'kelvin', ...site, issuer: 'https://plant-a.example/auth', issuerIsElsewhere: false };

function bridgeThatFinds(check: AddressCheck): FakeBridge {
  const bridge = new FakeBridge({
    'environments.check': () => ok(check),
    'environments.add': ({ address, label, kind, colour }) =>
      ok<Environment>({ id: 'e1' as EnvironmentId, origin: address, label, kind, colour, addedAt: 0 }),
  });
  vi.stubGlobal('window', bridge.window);
  return bridge;
}

describe('an environment that is being added', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

  it('takes its label from the address until the person types one', async () => {
    bridgeThatFinds(found);
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    await vi.runAllTimersAsync();
    expect(draft.label).toBe('Plant A');
    draft.typeLabel('North plant');
    await draft.address.look();
    expect(draft.label).toBe('North plant');
  });

  it('is told which one it could be taken for, and is added all the same', async () => {
    const main = bridgeThatFinds(found);
    const other: Environment = {
      id: 'b' as EnvironmentId, origin: 'https://b.example', label: 'plant a', kind: 'production', colour: 'plum', addedAt: 0,
    };
    const draft = new EnvironmentDraft(() => [other]);
    expect(draft.warning).toBeNull();
    draft.address.type('https://plant-a.example');
    await vi.runAllTimersAsync();
    expect(draft.warning).toMatch(/^plant a at b\.example looks just like this/);
    draft.chooseColour('moss');
    expect(draft.warning).toBeNull();
    draft.chooseColour('plum');
    await draft.add();
    expect(main.inputsOf('environments.add')).toHaveLength(1);
  });

  it('can be left without a label for a moment: clearing the field does not fill it again', async () => {
    bridgeThatFinds(found);
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    await vi.runAllTimersAsync();
    draft.typeLabel('');
    expect(draft.label).toBe('');
  });

  it('wears the colour of its kind until the person chooses another', () => {
    const draft = new EnvironmentDraft();
    expect(draft.colour).toBe('plum');
    draft.kind = 'staging';
    expect(draft.colour).toBe('teal');
    draft.chooseColour('rust');
    draft.kind = 'other';
    expect(draft.colour).toBe('rust');
  });

  it('can be added while nobody answers at its address', async () => {
    const main = bridgeThatFinds({ kind: 'unchecked', ...site, because: 'no-link' });
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    expect(await draft.add()).toMatchObject({ id: 'e1' });
    expect(main.inputsOf('environments.add')).toMatchObject([{ label: 'Plant A', confirmedIssuer: null }]);
  });

  it('is not added where the form was left while its address was looked at', async () => {
    const main = bridgeThatFinds(found);
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    const adding = draft.add();
    draft.leave();
    expect(await adding).toBeNull();
    expect(main.inputsOf('environments.add')).toEqual([]);
  });

  it('is not added where another kind of site answers: the person is sent back to the address', async () => {
    const main = bridgeThatFinds({ kind: 'not-kelvin', ...site });
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    expect(await draft.add()).toBe('address');
    expect(main.inputsOf('environments.add')).toEqual([]);
  });

  it('needs a yes to a sign-in at another host, and hands on exactly the address that was agreed to', async () => {
    const issuer = 'https://sign-in.example/auth';
    const main = bridgeThatFinds({ ...found, issuer, issuerIsElsewhere: true });
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    expect(await draft.add()).toBe('issuer');
    draft.issuerConfirmed = true;
    await draft.add();
    expect(main.inputsOf('environments.add')).toMatchObject([{ confirmedIssuer: issuer }]);
  });

  it('forgets a yes when the address changes', async () => {
    bridgeThatFinds({ ...found, issuer: 'https://sign-in.example/auth', issuerIsElsewhere: true });
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    await vi.runAllTimersAsync();
    draft.issuerConfirmed = true;
    draft.address.type('https://plant-b.example');
    await vi.runAllTimersAsync();
    expect(draft.issuerConfirmed).toBe(false);
  });

  it('shows nothing that was found at an address which is not there any more', async () => {
    bridgeThatFinds(found);
    const draft = new EnvironmentDraft();
    draft.address.type('https://plant-a.example');
    const looking = draft.address.look();
    draft.address.type('https://plant-b.example');
    await looking;
    expect(draft.address.check).toBeNull();
  });

  it('refuses a label that is missing or longer than 60 characters', async () => {
    bridgeThatFinds({ kind: 'unchecked', origin: 'https://10.0.0.7', host: '10.0.0.7', because: 'timeout' });
    const draft = new EnvironmentDraft();
    draft.address.type('https://10.0.0.7');
    expect(await draft.add()).toBe('label');
    draft.typeLabel('x'.repeat(61));
    expect(await draft.add()).toBe('label');
    draft.typeLabel('x'.repeat(60));
    expect(await draft.add()).toMatchObject({ id: 'e1' });
  });
});
