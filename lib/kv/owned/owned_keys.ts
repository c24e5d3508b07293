/**
 * The keys that this process alone uses: read from memory, kept in Deno KV.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { type Appended, Bells } from "../bells.ts";
import { type CommitStats, noCommits } from "../commit_queue.ts";
import type { Outcome, Write } from "../write.ts";
import { decide, type Decided, type Pending, type Writer } from "./decide.ts";
import { Draft, release } from "./draft.ts";
import { frozenCopy } from "./frozen_copy.ts";
import type { Journal } from "./journal.ts";
import { JournalText } from "./journal_text.ts";
import { MemoryTable } from "./memory_table.ts";
import { prepare, type PreparedRing } from "./prepare.ts";
import type { Recorded } from "./recorded.ts";
import type { TableNode } from "./table_node.ts";
import { Unsettled } from "./unsettled.ts";

/**
 * A journal that has grown by this much, and to three times what was carried
 * over, is settled before its minute is over.
 */
const SETTLE_ABOVE_BYTES = 64_000_000;

const FAILED: Outcome = { ok: false, versionstamp: "" };

/**
 * A complete copy of some keys, and the one way to change them.
 *
 * Memory holds what is on disk, never more: a write is decided against it,
 * written to the journal together with others, and only then applied and
 * answered. One commit is under way at a time; whoever comes meanwhile is
 * decided after it. A commit that fails changes nothing in memory, and whoever
 * wrote is told, as with any store.
 */
export class OwnedKeys {
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #table = new MemoryTable();
  readonly #unsettled: Unsettled;
  readonly #text = new JournalText();
  readonly #stats = noCommits();
  #pending: Pending[] = [];
  #isWriting = false;
  /** What waits until no commit is under way. */
  #atRest: (() => void) | null = null;
  #settling: Promise<void> | null = null;
  #settleAboveBytes = SETTLE_ABOVE_BYTES;

  private constructor(journal: Journal, now: () => number, bells: Bells) {
    this.#journal = journal;
    this.#now = now;
    this.bells = bells;
    this.#unsettled = new Unsettled(this.#table);
  }

  /**
   * Loads what is in the record.
   *
   * @param now Tells the time, Unix milliseconds.
   * @param bells To be rung by the writes that are done.
   */
  static async load(
    journal: Journal,
    now: () => number,
    bells: Bells = new Bells(),
  ): Promise<OwnedKeys> {
    const keys = new OwnedKeys(journal, now, bells);
    for await (const { key, value: row, versionstamp } of journal.rows()) {
      const { expiresAt = Infinity } = row;
      const value = frozenCopy(row.value);
      const node = keys.#table.place(key);
      keys.#table.put(node, { value, expiresAt }, versionstamp);
      node.mayHaveRow = true;
    }
    for await (const [versionstamp, changes] of journal.replay()) {
      for (const change of changes) keys.#replay(change, versionstamp);
    }
    keys.#dropExpired();
    return keys;
  }

  /** Rung by the writes that are done. */
  readonly bells: Bells;

  /** What was asked for; the journal's commits are not among it. */
  get stats(): Readonly<CommitStats> {
    return this.#stats;
  }

  /** All keys. */
  get table(): MemoryTable {
    return this.#table;
  }

  /** Commits a write; see {@link Store.commit}. */
  commit(write: Write): Promise<Outcome> {
    this.#stats.writes++;
    return new Promise((resolve, reject) => {
      const prepared = prepare(write);
      const writer = { resolve, reject, rings: prepared.rings };
      this.#pending.push({ writer, prepared });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  /** Removes what has expired, and settles what outlived its journal. */
  async tidy(): Promise<void> {
    this.#dropExpired();
    await this.#settleOnce();
  }

  /** Writes as long as there is something to write, a commit at a time. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#pending.length > 0) {
      await endOfTurn();
      const draft = new Draft(this.#table, this.#text, this.#now());
      await this.#write(draft, decide(this.#pending, draft, this.#lose));
      this.#atRest?.();
      this.#atRest = null;
    }
    this.#isWriting = false;
    if (this.#journal.sizeBytes > this.#settleAboveBytes) {
      // When it fails, the journal is only longer; tidy() tells.
      this.#settleOnce().catch(() => {});
    }
  }

  async #write(draft: Draft, decided: readonly Decided[]): Promise<void> {
    if (decided.length === 0) return;
    try {
      const versionstamp = await this.#journal.append(this.#text);
      const stamps = this.#applyAll(draft, versionstamp);
      for (const { order, writer } of decided) {
        if (order < 0) this.#lose(writer);
        else {
          const own = stamps[order] ?? stampOf(versionstamp, order);
          writer.resolve({ ok: true, versionstamp: own });
          for (const ring of writer.rings) {
            this.bells.ring(ring.key, appendedBy(ring, versionstamp, order));
          }
        }
      }
    } catch (error) {
      draft.drop();
      for (const { writer } of decided) writer.reject(error);
    }
  }

  readonly #lose = (writer: Writer): void => {
    this.#stats.lostWrites++;
    writer.resolve(FAILED);
  };

  /** Tells the versions of the writes, as far as they changed something. */
  #applyAll(draft: Draft, versionstamp: string): string[] {
    const stamps: string[] = [];
    const { changes } = draft;
    // By number: an iterator makes an object for each step.
    for (let i = 0; i < changes.length; i++) {
      const change = changes[i]!;
      const own = stamps[change.order] ??= stampOf(versionstamp, change.order);
      if (change.type === "clear") this.#clear(change);
      else {
        const node = change.node ?? this.#table.place(change.key);
        release(node, change);
        this.#apply(change, node, own);
      }
    }
    return stamps;
  }

  /** Applies what the journal says; its values are nobody else's, not frozen. */
  #replay(change: Recorded, versionstamp: string): void {
    const { type, key, order } = change;
    if (type === "clear") return this.#clear(change);
    const value = type === "delete" ? undefined : frozenCopy(change.value);
    const stamp = stampOf(versionstamp, order);
    this.#apply({ ...change, value }, this.#table.place(key), stamp);
  }

  /** Applies what is on disk; `place` is that of its key. */
  #apply(change: Recorded, place: TableNode, versionstamp: string): void {
    if (change.type === "delete") return this.#unsettled.remove(place);
    const node = change.type === "append" ? place.child(versionstamp) : place;
    this.#table.put(node, change, versionstamp);
    this.#unsettled.note(node);
  }

  /** Empties what is below a key by now, of which more may be than was decided. */
  #clear(change: Recorded): void {
    const from = change.value as Deno.KvKeyPart | undefined;
    for (const node of this.#table.below(change.key, from)) {
      release(node, change);
      this.#unsettled.remove(node);
    }
  }

  #dropExpired(): void {
    for (const node of this.#table.expired(this.#now())) {
      this.#unsettled.remove(node);
    }
  }

  /** Settles, unless that is under way: then it waits for its end. */
  async #settleOnce(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => this.#settling = null);
    await this.#settling;
  }

  async #settle(): Promise<void> {
    await new Promise<void>((resolve) => {
      const begin = () => resolve(this.#unsettled.settle(this.#journal));
      if (this.#isWriting) this.#atRest = begin;
      else begin();
    });
    this.#settleAboveBytes = SETTLE_ABOVE_BYTES + 2 * this.#journal.sizeBytes;
  }
}

/** Says what a bell rings for. */
function appendedBy(
  { append }: PreparedRing,
  versionstamp: string,
  order: number,
): Appended | null {
  if (append === null) return null;
  const { key: log, value, laterCount } = append;
  return { log, id: stampOf(versionstamp, order - laterCount), value };
}

/**
 * Waits until whatever has come in by now was looked at: what it writes goes
 * into the same commit, and a commit costs both threads some 100 µs however
 * little it carries.
 */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Makes the version of one write out of that of its commit. The last four
 * digits of Deno KV's own are always 0 on a local database.
 */
function stampOf(versionstamp: string, order: number): string {
  return versionstamp.slice(0, 16) + order.toString(16).padStart(4, "0");
}
