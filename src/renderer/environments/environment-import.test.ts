import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { ListedEnvironment } from '../../shared/environment-list.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { EnvironmentImport } from './environment-import.svelte.ts';

const line = (host: string, state: ListedEnvironment['state'] = 'new'): ListedEnvironment => ({
  address: `https://${host}.example`, label: host, kind: 'other', colour: 'slate', state,
});

function bridge(refuses: string | null = null): FakeBridge {
  const fake = new FakeBridge({
    'environments.add': ({ address, label, kind, colour }) =>
      label === refuses
        ? { ok: false, code: 'environment-exists', message: '' }
        : ok<Environment>({ id: label as EnvironmentId, origin: address, label, kind, colour, addedAt: 0 }),
  });
  vi.stubGlobal('window', fake.window);
  return fake;
}

const labelsAdded = (main: FakeBridge) => main.inputsOf('environments.add').map(({ label }) => label);

describe('a list of environments that is imported', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  it('offers what is new, and adds only what is chosen, once', async () => {
    const main = bridge();
    const lines = [line('a'), line('b', 'already-there'), line('c', 'not-an-address'), line('d')];
    const list = new EnvironmentImport(lines);
    expect(lines.map((one) => list.isChosen(one))).toEqual([true, false, false, true]);
    for (const one of lines.slice(1, 3)) list.choose(one, true);
    list.choose(line('a'), false);
    list.choose(lines[0] as ListedEnvironment, false);
    expect(list.count).toBe(1);
    expect(await list.add()).toBe(1);
    expect(await list.add()).toBe(0);
    expect(labelsAdded(main)).toEqual(['d']);
  });

  it('stops at a refusal, and what was added before it is not offered again', async () => {
    const main = bridge('b');
    const lines = [line('a'), line('b'), line('c')];
    const list = new EnvironmentImport(lines);
    expect(await list.add()).toBeNull();
    expect(list.submission.refusal).toBe('environment-exists');
    expect(lines.map((one) => list.stateOf(one))).toEqual(['already-there', 'new', 'new']);
    list.choose(lines[1] as ListedEnvironment, false);
    expect(await list.add()).toBe(1);
    expect(labelsAdded(main)).toEqual(['a', 'b', 'c']);
  });

  it('tells which chosen lines could be taken for one that is here, or for one another', () => {
    bridge();
    const lines = [line('a'), { ...line('a'), address: 'https://other.example' }, line('b')];
    const [first, twin, mistakable] = lines as [ListedEnvironment, ListedEnvironment, ListedEnvironment];
    const here: Environment = { id: 'x' as EnvironmentId, origin: 'https://x.example', label: 'B', kind: 'other', colour: 'slate', addedAt: 0 };
    const list = new EnvironmentImport(lines, () => [here]);
    expect(list.warningOf(mistakable)).toMatch(/^Looks just like B at x\.example/);
    expect(list.warningOf(first)).toMatch(/^Looks just like a at other\.example/);
    list.choose(twin, false);
    expect(lines.map((one) => list.warningOf(one) !== null)).toEqual([false, false, true]);
  });
});
