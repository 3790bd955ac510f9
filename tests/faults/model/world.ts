import type { AttentionChoice, AttentionReason, EntryId, SeenSecret } from '../../../src/shared/entry.ts';
import { choicesFor } from '../../../src/shared/entry.ts';
import type { Answer } from '../../../src/shared/answer.ts';
import type { Database } from '../../../src/main/storage/database.ts';
import { adoptFollowUps, check, checkLastWords, isOpen, rowsOf, type CheckParts, type Row } from './checks.ts';
import { names, type Command } from './command.ts';
import { Disk, isDiskFull, type Shelf } from './disk.ts';
import { Faults } from './fault.ts';
import { Ledger, newlyKnown, type Known } from './ledger.ts';
import { beginLife, environment, type Life, type LifeParts } from './life.ts';
import { origin, type Cable } from './network.ts';
import { Platform, type Version } from './platform.ts';
import { ComputerClock, createRandom, Time } from './time.ts';
import { GateWatch } from './gate-watch.ts';
import { demand } from './violation.ts';
import { committed, createWitness, type SendingRow } from './witness.ts';

const second = 1_000;

/** How long it may take until an app that was told to sleep, and never of its wake, sees that it is awake. */
const longestNapMs = 31 * second;

/** After that nothing that was sent may land any more without being told apart: time-out, and how late may be ours. */
const everythingLandedMs = 160 * second;

/** The longest that anything may wait once every fault is over: an hour of Retry-After, and the last backoff. */
const longestRestMs = 75 * 60 * second;

/** Commands that let time pass while the app runs. */
const timePasses: readonly Command['do'][] = ['pass', 'steps', 'awaits'];

/** Everything that takes part in one run: computer, app, network, platform and the oracle that watches them. */
export class World {
  readonly time = new Time();
  readonly computer = new ComputerClock(this.time);
  readonly ledger = new Ledger();
  readonly platform: Platform = new Platform(this.time, (line) => committed(this.ledger, this.platform, line));
  readonly faults = new Faults();
  readonly disk = new Disk();
  readonly file: string;
  commands = 0;
  life: Life;
  readonly #shelf: Shelf;
  readonly #cable: Cable;
  readonly #checks: CheckParts;
  readonly #lifeParts: LifeParts;
  #serial = 0;
  #isBetweenAwaits = false;
  readonly #gate: GateWatch;

  constructor(shelf: Shelf, seed: number) {
    const random = createRandom(seed);
    this.#shelf = shelf;
    this.file = shelf.take();
    this.#cable = { time: this.time, platform: this.platform, faults: this.faults, random, linkUp: true };
    this.#checks = { ledger: this.ledger, time: this.time, platform: this.platform, newTag: () => `F${++this.#serial}`, nameOf: (id) => this.#nameOf(id) };
    const { ledger, time, platform, computer } = this;
    this.#gate = new GateWatch({ ledger, time, computer, disk: this.disk, cable: this.#cable });
    this.#lifeParts = {
      file: this.file,
      disk: this.disk,
      cable: this.#cable,
      computer: this.computer,
      newId: () => `id-${++this.#serial}`,
      witness: createWitness({
        ledger,
        time,
        monotonic: () => time.now() - computer.slept,
        platform,
        sendingRows: (name) => this.#sendingRows(name),
        adopt: () => adoptFollowUps(this.#checks, rowsOf(this.life.db)),
        signedInAs: () => this.#signedInAs(),
      }),
      tokenHeard: (result) => {
        if (result.kind === 'rejected') ledger.sessionWasRefused = true;
        if (result.kind !== 'tokens') ledger.mayBeOffline = true;
      },
    };
    this.life = beginLife(this.#lifeParts);
    // What is there before: two secrets of a colleague's.
    platform.change('create', 'mqtt', 'theirs', 'colleague', null);
    platform.change('create', 'db-pass-2', 'theirs', 'colleague', null);
    this.life.begin();
  }

  async end(): Promise<void> {
    await settle();
    if (this.life.isAlive()) this.life.kill();
    this.#shelf.putBack(this.file);
  }

  /** Does one command, lets what follows at once follow, and checks everything. */
  async run(command: Command): Promise<void> {
    this.commands += 1;
    if (this.#isBetweenAwaits && this.#comesAfter(command)) await settle();
    this.#isBetweenAwaits = false;
    await this.#do(command);
    if (this.#isBetweenAwaits) return;
    await settle();
    this.#check();
  }

  /**
   * What was held back between two awaits is over long before any time passes; and what the platform asked for is heard
   * before the person's next click is.
   */
  #comesAfter(command: Command): boolean {
    const isJustThrottled = this.ledger.throttleHeardAt === this.time.now();
    return timePasses.includes(command.do) || (isJustThrottled && command.do !== 'kill');
  }

  #check(): void {
    this.#checkEntries();
    this.#gate.check(this.life);
  }

  #checkEntries(): void {
    if (this.ledger.violation !== null) throw this.ledger.violation;
    check(this.#checks, this.life);
  }

  async #do(command: Command): Promise<void> {
    switch (command.do) {
      case 'add':
        return this.#add(names[command.name] ?? 'db');
      case 'replace':
      case 'delete':
        return this.#onListed(command.do, command.pick);
      case 'change-value':
      case 'rename':
      case 'hold':
      case 'discard':
      case 'resolve':
        return this.#onOpen(command);
      case 'send-now':
        this.#personAsksNow();
        this.#gate.awake();
        return this.life.sync.sendNow(environment.id);
      case 'sign-in':
        return this.#signIn(command.as);
      case 'sign-out':
        return this.#byPerson(() => this.life.signOut());
      case 'claim':
        return this.#claim();
      case 'end-sessions':
        return this.platform.endSessions();
      case 'reject-tokens':
        return this.platform.rejectAccessTokens();
      case 'restart':
        return this.#restart();
      case 'kill':
        return this.#kill(command.awaits);
      case 'sleep':
        return this.#sleep(command);
      case 'set-wall':
        this.computer.wallShift += command.ms;
        this.ledger.wallSet.push(this.time.now());
        this.#clockSkips(command.ms);
        return;
      case 'platform-clock':
        this.platform.clockShift += command.ms;
        this.ledger.platformClockSet.push(this.time.now());
        return;
      case 'link':
        return this.#link(command.up);
      case 'elsewhere':
        return this.#elsewhere(command);
      case 'permissions':
        this.platform.permissions[command.who] = new Set(command.may);
        return;
      case 'list-lag':
        this.platform.listLagMs = command.ms;
        return;
      case 'identity':
        this.platform.identity = command.identity;
        return;
      case 'fault':
        return this.faults.add(command.fault, command.where, command.times);
      case 'clear-faults':
        return this.faults.clear();
      case 'disk-full':
        this.disk.failing = command.commits;
        return;
      case 'pass':
        return this.pass(command.ms);
      case 'steps':
        for (let i = 0; i < command.steps; i++) await this.#step();
        return;
      case 'awaits':
        this.#isBetweenAwaits = true;
        return this.#stepPartly(command.awaits);
    }
  }

  // ---- the person ----

  #add(name: string): void {
    this.#byPerson(() => {
      const value = this.#newValue();
      const given = this.life.outbox.add(this.#binding(), name, value);
      this.#acknowledged(given, 'create', name, value, null);
    });
  }

  #onListed(intent: 'replace' | 'delete', pick: number): void {
    const version = choose(this.#listed(), pick);
    if (version === undefined) return;
    const seen: SeenSecret = { created: version.created, updated: version.updated, updatedBy: version.updatedBy };
    this.#byPerson(() => {
      const value = intent === 'replace' ? this.#newValue() : null;
      const given =
        value === null
          ? this.life.outbox.delete(this.#binding(), version.name, seen)
          : this.life.outbox.replace(this.#binding(), version.name, value, seen);
      this.#acknowledged(given, intent, version.name, value, seen);
    });
  }

  #acknowledged(given: Answer<{ readonly entryId: EntryId }>, intent: Known['intent'], name: string, value: string | null, seen: SeenSecret | null): void {
    if (!given.ok) return;
    const { entryId: id } = given.value;
    const { accountId } = this.#binding();
    this.ledger.known.set(id, newlyKnown({ id, tag: `E${++this.#serial}`, accountId, intent, name, value, seen }));
    this.life.sync.look(environment.id);
  }

  #onOpen(command: Extract<Command, { do: 'change-value' | 'rename' | 'hold' | 'discard' | 'resolve' }>): void {
    const rows = [...rowsOf(this.life.db).values()].filter(isOpen);
    const candidates = command.do === 'resolve' ? rows.filter(({ state }) => state === 'needs-attention') : rows;
    const row = choose(candidates, command.pick);
    const known = row === undefined ? undefined : this.ledger.known.get(row.id);
    if (row === undefined || known === undefined) return;
    this.#byPerson(() => {
      this.#change(command, row.id as EntryId, known, row.reason);
      this.life.sync.look(environment.id);
    });
  }

  #change(
    command: Extract<Command, { do: 'change-value' | 'rename' | 'hold' | 'discard' | 'resolve' }>,
    id: EntryId,
    known: Known,
    storedReason: string | null,
  ): void {
    const { outbox } = this.life;
    const wasTried = (outbox.rows.byId(id)?.attempts ?? 0) > 0;
    switch (command.do) {
      case 'change-value': {
        const value = this.#newValue();
        if (!outbox.changeValue(id, value).ok) return;
        known.value = value;
        known.revision += wasTried ? 1 : 0;
        known.valueOf.set(known.revision, value);
        this.#goesOn(known, id);
        return;
      }
      case 'rename': {
        const name = names[command.name] ?? 'db';
        if (!outbox.rename(id, name).ok) return;
        known.name = name;
        this.#goesOn(known, id);
        return;
      }
      case 'hold':
        if (outbox.hold(id, command.held).ok) known.held = command.held;
        return;
      case 'discard':
        if (outbox.discard(id, true).ok) known.discarded = true;
        return;
      case 'resolve': {
        const reason = JSON.parse(storedReason ?? 'null') as AttentionReason;
        const choice = choose(choicesFor(known.intent, reason).filter(isResolution), command.choice);
        if (choice === undefined || !outbox.resolve(id, choice, 'somebody').ok) return;
        known.saidItIsTheOne ||= choice === 'it-is-the-one';
        const found = 'found' in reason ? reason.found : null;
        if (choice === 'replace-there') {
          known.seen = { created: found?.created ?? null, updated: found?.updated ?? null, updatedBy: found?.updatedBy ?? null };
          if (known.intent === 'create') known.intent = 'replace';
        }
        if (choice === 'create-instead') {
          known.intent = 'create';
          known.seen = null;
        }
        if (choice === 'delete-and-create') this.#splitInTwo(known);
        this.#goesOn(known, id);
      }
    }
  }

  /** A replace that the platform cannot do: its entry deletes, and one behind it creates with the value. */
  #splitInTwo(known: Known): void {
    const create = this.life.outbox.rows.openCreate(environment.id, known.name);
    demand(create !== null, `${known.tag} deletes, and nothing creates it anew`);
    const { accountId, name, value, held } = known;
    const tag = `E${++this.#serial}`;
    this.ledger.known.set(create.id, newlyKnown({ id: create.id, tag, accountId, intent: 'create', name, value, seen: null }, { held }));
    known.intent = 'delete';
    known.value = null;
  }

  /** The person decided about an entry that asked: what comes now is a new intent. */
  #goesOn(known: Known, id: EntryId): void {
    const state = this.life.outbox.rows.byId(id)?.state.kind ?? known.state;
    if (known.state !== 'needs-attention' || state === 'needs-attention') return;
    known.phase += 1;
    if (state !== 'delivered') known.state = state;
  }

  #signIn(who: 'ana' | 'ben'): void {
    if (this.life.gate().kind === 'sign-in') this.#personAsksNow();
    this.#byPerson(() => {
      this.life.signIn(who);
      this.ledger.sessionWasRefused = false;
      this.ledger.unauthorizedHeard = 0;
    });
  }

  #claim(): void {
    const { access, outbox, sync } = this.life;
    const account = access.account(environment.id);
    if (account === null || !access.isSignedIn(environment.id)) return;
    this.#byPerson(() => {
      const open = rowsOf(this.life.db);
      outbox.claim(environment.id, account.id);
      for (const known of this.ledger.known.values()) {
        const row = open.get(known.id);
        if (row !== undefined && row.account_id === null && isOpen(row)) known.accountId = account.id;
      }
      sync.look(environment.id);
    });
  }

  /** What a person does either is done, or the disk was full and they are told so. */
  #byPerson(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.life.sync.look(environment.id);
    }
  }

  // ---- the computer ----

  /** Ends the app in good order and begins it anew. */
  async #restart(): Promise<void> {
    this.disk.failing = 0;
    // What ends tells nothing any more: its header is gone with its window.
    this.#gate.asleep();
    let isOver = false;
    void this.life.sync.stop().then(() => {
      isOver = true;
    });
    await settle();
    for (let i = 0; !isOver && i < 1_000; i++) await this.#step();
    demand(isOver, 'the app does not come to its end');
    this.#beginAnew();
  }

  async #kill(awaits: number): Promise<void> {
    await this.#stepPartly(awaits);
    this.#beginAnew();
  }

  #beginAnew(): void {
    // Between two awaits the header may not have been told yet; what is on the disk is true at every moment.
    this.#checkEntries();
    this.life.kill();
    for (const send of this.ledger.sends.values()) if (send.heardAt === null) send.diedAt ??= this.time.now();
    this.disk.failing = 0;
    this.ledger.forgetClock();
    this.#gate.beginsAnew();
    // What the platform asked for is not kept over an end of the app.
    this.ledger.throttledUntil = 0;
    this.ledger.throttledOnScreenUntil = 0;
    this.life = beginLife(this.#lifeParts);
    this.life.begin();
  }

  async #sleep({ ms, told, wakes }: Extract<Command, { do: 'sleep' }>): Promise<void> {
    const { life } = this;
    if (told) {
      this.#gate.asleep();
      this.life.sync.suspend();
      await settle();
    }
    this.computer.slept += ms;
    this.time.putOff(ms);
    await this.pass(ms);
    if (!told) return;
    if (wakes) {
      this.#gate.awake();
      this.life.sync.resume();
    } else this.time.after(longestNapMs, 'computer', () => life === this.life && this.#gate.awake());
  }

  #link(up: boolean): void {
    if (this.#cable.linkUp === up) return;
    this.#cable.linkUp = up;
    // What is shut stays shut on the screen until an answer comes.
    if (up) this.ledger.mayBeOffline = true;
    if (up) this.life.sync.linkCameUp();
    else this.life.sync.look(environment.id);
  }

  // ---- the platform ----

  #elsewhere({ operation, name, who }: Extract<Command, { do: 'elsewhere' }>): void {
    const secret = names[name] ?? 'db';
    const exists = this.platform.secrets.has(secret);
    if (exists === (operation === 'create')) return;
    this.platform.change(operation, secret, operation === 'delete' ? null : `elsewhere-${++this.#serial}`, who, null);
  }

  #listed(): Version[] {
    return [...this.platform.secrets.values()].filter((version) => this.platform.isListed(version));
  }

  // ---- time ----

  async pass(ms: number): Promise<void> {
    const end = this.time.now() + ms;
    while (this.time.step(end)) {
      await settle();
      this.#gate.check(this.life);
    }
  }

  async #step(): Promise<boolean> {
    const at = this.time.nextAt;
    if (at === null) return false;
    this.time.step(at);
    await settle();
    this.#gate.check(this.life);
    return true;
  }

  async #stepPartly(awaits: number): Promise<void> {
    const at = this.time.nextAt;
    if (at !== null) this.time.step(at);
    for (let i = 0; i < awaits; i++) await Promise.resolve();
  }

  // ---- what the oracle allows ----

  /** Only a person may ask although the platform said "wait". */
  #personAsksNow(): void {
    this.ledger.throttledUntil = 0;
  }

  /** A clock that is set forward looks like a sleep: whatever waits for a time on it waits that much less. */
  #clockSkips(ms: number): void {
    const skippedMs = Math.max(0, ms);
    this.ledger.throttledUntil -= skippedMs;
    for (const send of this.ledger.sends.values()) send.skippedMs += skippedMs;
  }

  #binding() {
    return { environmentId: environment.id, origin, accountId: this.life.access.account(environment.id)?.id ?? null };
  }

  #newValue(): string {
    return `value-${++this.#serial}`;
  }

  #signedInAs() {
    const account = this.life.access.account(environment.id);
    if (account === null || !this.life.access.isSignedIn(environment.id)) return null;
    return { accountId: account.id, who: account.subject };
  }

  #sendingRows(name: string): readonly SendingRow[] {
    return this.life.db
      .prepare(`SELECT entries.*, attempts.timeout_ms, attempts.clock_offset_ms FROM entries
        JOIN attempts ON attempts.id = entries.attempt_id WHERE entries.name = ? AND state = 'sending'`)
      .all(name) as SendingRow[];
  }

  // ---- the end of a run ----

  /** Every fault ends and everybody does their part: what must go on goes on by itself. */
  async comeToRest(): Promise<void> {
    this.faults.clear();
    this.disk.failing = 0;
    this.platform.listLagMs = 0;
    this.platform.releaseList();
    this.platform.identity = 'plain';
    for (const who of ['ana', 'ben'] as const) this.platform.permissions[who] = new Set(['create', 'read', 'update', 'delete']);
    this.#link(true);
    for (const known of this.ledger.known.values()) {
      if (known.held && this.life.outbox.hold(known.id as EntryId, false).ok) known.held = false;
    }
    this.life.sync.look(environment.id);
    await settle();
    // A session may end once more, when the answer to its last renewal had been lost.
    for (const who of ['ana', 'ben', 'ana', 'ben', 'ana'] as const) {
      if (this.#signedInAs()?.who !== who && this.#owes(who)) this.#signIn(who);
      this.#claim();
      await settle();
      await this.#untilNothingMoves(who);
    }
    const [stuck] = movingRows(this.life.db);
    const tag = this.ledger.known.get(stuck?.id ?? '')?.tag ?? '';
    const gate = JSON.stringify(this.life.gate());
    demand(stuck === undefined, `every fault is over for long, and ${tag} is still ${stuck?.state} (gate: ${gate})`);
    await this.pass(everythingLandedMs);
    this.#check();
    checkLastWords(this.#checks);
  }

  #owes(who: string): boolean {
    return movingRows(this.life.db).some((row) => row.account_id === null || this.#nameOf(row.account_id) === who);
  }

  #nameOf(accountId: number | null): string | null {
    const name = this.life.db.prepare('SELECT subject FROM accounts WHERE id = ?').pluck().get(accountId);
    return (name as string | undefined) ?? null;
  }

  async #untilNothingMoves(who: string): Promise<void> {
    const end = this.time.now() + longestRestMs;
    for (let i = 0; this.#owes(who) && this.time.now() < end; i++) {
      if (!(await this.#step())) break;
      if (i % 8 === 0) this.#check();
    }
    this.#check();
  }
}

/** What should go on by itself: all that is open, but for what needs the person, and what stands behind that. */
function movingRows(db: Database): Row[] {
  const asked = new Set<string>();
  return [...rowsOf(db).values()].filter((row) => {
    if (row.state === 'needs-attention') asked.add(row.name);
    return isOpen(row) && !asked.has(row.name);
  });
}

function choose<T>(from: readonly T[], pick: number): T | undefined {
  return from[pick % Math.max(1, from.length)];
}

type Resolution = Exclude<AttentionChoice, 'rename' | 'change-value' | 'discard'>;

function isResolution(choice: AttentionChoice): choice is Resolution {
  return choice !== 'rename' && choice !== 'change-value' && choice !== 'discard';
}

/** Lets everything happen that needs no time: every promise that can go on, goes on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
