import type { Clock } from '../clock.ts';
import type { ListLag } from '../control/contract.ts';
import type { Fingerprint } from '../hmac.ts';
import type { Store, StoredSecret } from '../store.ts';

/** The five fields that the platform shows of a secret; the value is never one of them. */
export interface SecretItem {
  name: string;
  created_by: string;
  created: string;
  updated: string;
  updated_by: string;
}

/**
 * The secrets themselves. Each write changes memory at once and resolves when it is on disk; callers check
 * the rules first. Newly created names can be kept out of the list for a while (list lag), as an eventually
 * consistent platform would.
 */
export class Secrets {
  listLag: ListLag = 0;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #fingerprint: Fingerprint;
  readonly #listedFrom = new Map<string, number>();

  constructor(store: Store, clock: Clock, fingerprint: Fingerprint) {
    this.#store = store;
    this.#clock = clock;
    this.#fingerprint = fingerprint;
  }

  has(name: string): boolean {
    return this.#store.secrets.has(name);
  }

  /** Everything, with fingerprints, for the control port. */
  all(): StoredSecret[] {
    return [...this.#store.secrets.values()];
  }

  /** What the list shows now. */
  listed(): SecretItem[] {
    const now = Date.now();
    return this.all()
      .filter(({ name }) => (this.#listedFrom.get(name) ?? 0) <= now)
      .map(toItem);
  }

  async create(name: string, value: string, by: string): Promise<SecretItem> {
    const stamp = this.#clock.stamp();
    const secret = {
      name,
      created: stamp,
      created_by: by,
      updated: stamp,
      updated_by: by,
      ...this.#print(value),
    };
    this.#store.secrets.set(name, secret);
    if (this.listLag !== 0) {
      this.#listedFrom.set(name, this.listLag === 'until-released' ? Infinity : Date.now() + this.listLag);
    }
    await this.#store.save();
    return toItem(secret);
  }

  async update(name: string, value: string, by: string): Promise<SecretItem> {
    const before = this.#store.secrets.get(name);
    if (before === undefined) throw new Error('update of a secret that is not there');
    const secret = { ...before, updated: this.#clock.stamp(), updated_by: by, ...this.#print(value) };
    this.#store.secrets.set(name, secret);
    await this.#store.save();
    return toItem(secret);
  }

  async delete(name: string): Promise<void> {
    this.#store.secrets.delete(name);
    this.#listedFrom.delete(name);
    await this.#store.save();
  }

  /** Lets every secret that list lag holds back appear. */
  releaseList(): number {
    const held = this.heldBack;
    this.#listedFrom.clear();
    return held;
  }

  get heldBack(): number {
    const now = Date.now();
    return [...this.#listedFrom.values()].filter((from) => from > now).length;
  }

  #print(value: string): Pick<StoredSecret, 'valueHmac' | 'valueBytes'> {
    return { valueHmac: this.#fingerprint.of(value), valueBytes: Buffer.byteLength(value) };
  }
}

function toItem({ name, created_by, created, updated, updated_by }: StoredSecret): SecretItem {
  return { name, created_by, created, updated, updated_by };
}
