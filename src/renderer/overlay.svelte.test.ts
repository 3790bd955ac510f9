import { expect, it } from 'vitest';
import type { Environment, EnvironmentId } from '../shared/environment.ts';
import { Overlay } from './overlay.svelte.ts';
import { masked } from './secrets/value-view.ts';

const environment: Environment = { id: 'a' as EnvironmentId, origin: 'https://a.example', label: 'A', kind: 'other', colour: 'slate', addedAt: 0 };

function typed(overlay: Overlay) {
  overlay.show({ kind: 'add-secret', environment });
  if (overlay.open?.kind !== 'add-secret') throw new Error('The form is not open');
  const { draft } = overlay.open;
  draft.value.value.insertExact(masked, { start: 0, end: 0 }, 'typed');
  draft.value.changed();
  return draft;
}

it('keeps what is typed for as long as the dialog is open, whoever draws it', () => {
  const overlay = new Overlay();
  const draft = typed(overlay);
  expect(overlay.open).toMatchObject({ kind: 'add-secret', draft });
  expect(overlay.holdsDraft).toBe(true);
});

it.each([
  ['closes', (overlay: Overlay) => overlay.close()],
  ['gives way to another one', (overlay: Overlay) => overlay.show({ kind: 'shortcuts' })],
])('forgets what was typed when the dialog %s', (_, leave) => {
  const overlay = new Overlay();
  const draft = typed(overlay);
  leave(overlay);
  expect(draft.value.value.exactText).toBe('');
  expect(overlay.holdsDraft).toBe(false);
});

it('closes no other dialog than the one that is meant: one that was busy when it was left ends later', () => {
  const overlay = new Overlay();
  overlay.show({ kind: 'add-environment' });
  const left = overlay.open;
  overlay.close();
  const draft = typed(overlay);
  overlay.close(left);
  expect(overlay.open?.kind).toBe('add-secret');
  expect(draft.value.value.exactText).toBe('typed');
});
