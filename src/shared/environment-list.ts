import { environmentColours, environmentKinds, maxEnvironmentLabel } from './environment.ts';
import type { Environment, EnvironmentColour, EnvironmentKind } from './environment.ts';

/** One environment as a team shares it: where it is and how it looks, and nothing secret. */
export interface SharedEnvironment {
  readonly address: string;
  readonly label: string;
  readonly kind: EnvironmentKind;
  readonly colour: EnvironmentColour;
}

/** A line of a file, and what adding it would come to. */
export interface ListedEnvironment extends SharedEnvironment {
  readonly state: 'new' | 'already-there' | 'not-an-address';
}

/** What became of choosing a file. `unread`: lines that say nothing of an environment. */
export type EnvironmentListFile =
  | { readonly kind: 'list'; readonly environments: readonly ListedEnvironment[]; readonly unread: number }
  | { readonly kind: 'cancelled' | 'not-read' | 'too-large' | 'no-list' };

const format = 'Kelvin Secrets environments 1';

/** The largest file that is read, bytes: some thousand environments. */
export const maxEnvironmentListBytes = 1024 * 1024;

/** The text of a file with these environments. */
export function writeEnvironmentList(environments: readonly Environment[]): string {
  const shared = environments.map(({ origin, label, kind, colour }): SharedEnvironment => ({ address: origin, label, kind, colour }));
  return `${JSON.stringify({ format, environments: shared }, null, 2)}\n`;
}

/** What a file holds; null when it is no such file. A line of it that is not right is left out and counted. */
export function readEnvironmentList(text: string): { readonly environments: readonly SharedEnvironment[]; readonly unread: number } | null {
  const file = parse(text);
  if (typeof file !== 'object' || file === null || !('format' in file) || file.format !== format) return null;
  const lines: readonly unknown[] = 'environments' in file && Array.isArray(file.environments) ? file.environments : [];
  const environments = lines.map(readOne).filter((one) => one !== null);
  return { environments, unread: lines.length - environments.length };
}

function readOne(line: unknown): SharedEnvironment | null {
  if (typeof line !== 'object' || line === null) return null;
  const { address, label, kind, colour } = line as Record<string, unknown>;
  const isRight = typeof address === 'string' && typeof label === 'string' && label.trim() !== '' && label.length <= maxEnvironmentLabel;
  const ownKind = environmentKinds.find((known) => known === kind);
  const ownColour = environmentColours.find((known) => known === colour);
  return isRight && ownKind !== undefined && ownColour !== undefined ? { address, label, kind: ownKind, colour: ownColour } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
