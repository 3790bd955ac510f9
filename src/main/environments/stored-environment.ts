import { environmentColours, environmentKinds } from '../../shared/environment.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';

/** A row of `environments`, as the database gives it. Its CHECK constraints keep kind and colour legal. */
export interface StoredEnvironment {
  readonly id: string;
  readonly origin: string;
  readonly label: string;
  readonly kind: string;
  readonly colour: string;
  readonly confirmed_issuer: string | null;
  readonly added_at: number;
  readonly last_exchange_at: number | null;
}

/** A kind or colour that this build does not know falls back to the plain one: the environment stays usable. */
export function parseEnvironment(row: StoredEnvironment): Environment {
  return {
    id: row.id as EnvironmentId,
    origin: row.origin,
    label: row.label,
    kind: environmentKinds.find((kind) => kind === row.kind) ?? 'other',
    colour: environmentColours.find((colour) => colour === row.colour) ?? 'slate',
    addedAt: row.added_at,
  };
}
