import { expect, it } from 'vitest';
import type { EnvironmentId } from '../shared/environment.ts';
import { Navigation } from './navigation.svelte.ts';

const [a, b] = ['a', 'b'] as [EnvironmentId, EnvironmentId];

it('another environment begins with its secrets; the same one after a lock goes on where the person was', () => {
  const navigation = new Navigation();
  navigation.follow(null);
  navigation.follow(a);
  navigation.go('outbox');
  navigation.showSecret('pump-key');
  // The window was locked and is read anew.
  navigation.follow(null);
  navigation.follow(a);
  expect(navigation).toMatchObject({ view: 'outbox', panel: { kind: 'secret', name: 'pump-key' } });
  navigation.follow(b);
  expect(navigation).toMatchObject({ view: 'secrets', panel: null });
});
