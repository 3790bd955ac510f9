import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { EnvironmentChange } from './environment-change.svelte.ts';

const plant: Environment = {
  id: 'a' as EnvironmentId, origin: 'https://a.example', label: 'Plant A', kind: 'production', colour: 'plum', addedAt: 0,
};

function bridge(): FakeBridge {
  const fake = new FakeBridge({ 'environments.change': (wanted) => ok<Environment>({ ...plant, ...wanted }) });
  vi.stubGlobal('window', fake.window);
  return fake;
}

describe('an environment that is changed', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  it('begins as it is, and asks for what the person chose', async () => {
    const main = bridge();
    const change = new EnvironmentChange(plant);
    expect(change.preview).toEqual({ origin: plant.origin, label: 'Plant A', kind: 'production', colour: 'plum' });
    change.typeLabel('  Plant B ');
    change.kind = 'staging';
    change.chooseColour('moss');
    expect(await change.save()).toMatchObject({ label: 'Plant B' });
    expect(main.inputsOf('environments.change')).toEqual([
      { environmentId: 'a', label: 'Plant B', kind: 'staging', colour: 'moss' },
    ]);
  });

  it('is told which other one it could be taken for, never itself, and can be saved so', async () => {
    const main = bridge();
    const other: Environment = { ...plant, id: 'b' as EnvironmentId, origin: 'https://b.example', label: 'Plant B' };
    const change = new EnvironmentChange(plant, () => [plant, other]);
    expect(change.warning).toBeNull();
    change.typeLabel('plant b');
    expect(change.warning).toMatch(/^Plant B at b\.example looks just like this/);
    change.kind = 'staging';
    expect(change.warning).toBeNull();
    change.kind = 'production';
    expect(await change.save()).toMatchObject({ label: 'plant b' });
    expect(main.inputsOf('environments.change')).toHaveLength(1);
  });

  it.each(['  ', 'x'.repeat(61)])('sends the person back to a label like %j', async (label) => {
    const main = bridge();
    const change = new EnvironmentChange(plant);
    change.typeLabel(label);
    expect(change.labelProblem).toBeNull();
    expect(await change.save()).toBe('label');
    expect(change.labelProblem).not.toBeNull();
    expect(main.inputsOf('environments.change')).toEqual([]);
  });

  it('says why it was refused', async () => {
    vi.stubGlobal('window', new FakeBridge({ 'environments.change': () => ({ ok: false, code: 'unknown-environment', message: '' }) }).window);
    const change = new EnvironmentChange(plant);
    expect(await change.save()).toBeNull();
    expect(change.submission.refusal).toBe('unknown-environment');
  });
});
