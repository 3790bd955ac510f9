import type { Studio } from './studio.ts';

/** Screens that are shown one after another, and lie in a folder of their own. */
export interface Group {
  readonly name: string;
  /** Why it cannot be shown on this machine; null where it can. */
  missing(): string | null;
  run(studio: Studio): Promise<void>;
}

export function group(name: string, run: Group['run'], missing: Group['missing'] = () => null): Group {
  return { name, run, missing };
}

/** Certificates that a person trusts lie in the home folder there, and nowhere else. */
export function needsHome(): string | null {
  return process.platform === 'linux' ? null : 'only Linux keeps a person’s certificates in the home folder';
}
