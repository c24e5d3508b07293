/**
 * The keys that this process alone uses: read from memory, kept in Deno KV.
 *
 * @module
 */

import type { Change, Outcome, Write } from "../write.ts";
import { Draft, type DraftChange } from "./draft.ts";
import { frozenCopy } from "./frozen_copy.ts";
import { Journal, type Settling } from "./journal.ts";
import { keyText } from "./key_text.ts";
import { type Held, MemoryTable } from "./memory_table.ts";
import { prepare, type Prepared } from "./prepare.ts";

/** Bounds of one gathered commit, below Deno KV's own 800 KiB. */
const MAX_BYTES = 400_000;
const MAX_WRITES = 1_000;

/** A journal of this size is settled before its minute is over. */
const SETTLE_ABOVE_BYTES = 64_000_000;

const FAILED: Outcome = { ok: false, versionstamp: "" };

interface Pending {
  prepared: Prepared;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** A write that was decided and waits for the disk. */
interface Decided extends Pending {
  /** Its place in the commit; -1 when it failed because of one before it. */
  order: number;
}

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
  /** Keys whose rows are out of date. */
  #unsettled = new Map<string, Deno.KvKey>();
  #pending: Pending[] = [];
  #isWriting = false;
  #settling: Promise<void> | null = null;

  private constructor(journal: Journal, now: () => number) {
    this.#journal = journal;
    this.#now = now;
  }

  /**
   * Loads what is in the record.
   *
   * @param now Tells the time, Unix milliseconds.
   */
  static async load(journal: Journal, now: () => number): Promise<OwnedKeys> {
    const keys = new OwnedKeys(journal, now);
    for await (const { key, value: row, versionstamp } of journal.rows()) {
      const { expiresAt = Infinity } = row;
      const { value } = frozenCopy(row.value);
      const entry = frozen({ key, value, versionstamp });
      keys.#table.set(keyText(key), { entry, expiresAt, isSettled: true });
    }
    for await (const [versionstamp, changes] of journal.replay()) {
      for (const change of changes) {
        if ("value" in change) change.value = frozenCopy(change.value).value;
      }
      keys.#apply(changes, versionstamp);
    }
    keys.#dropExpired();
    return keys;
  }

  /** Finds a key. */
  get(key: Deno.KvKey): Deno.KvEntry<unknown> | undefined {
    return this.#table.get(keyText(key))?.entry;
  }

  /** All keys, in order. */
  get table(): MemoryTable {
    return this.#table;
  }

  /** Commits a write; see {@link Store.commit}. */
  commit(write: Write<Change>): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ prepared: prepare(write), resolve, reject });
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
      const draft = new Draft(this.#table, this.#now());
      await this.#write(draft, this.#decideSome(draft));
    }
    this.#isWriting = false;
    if (this.#journal.sizeBytes > SETTLE_ABOVE_BYTES) {
      // When it fails, the journal is only longer; tidy() tells.
      this.#settleOnce().catch(() => {});
    }
  }

  /** Decides the writes of one commit, in the order they came. */
  #decideSome(draft: Draft): Decided[] {
    const decided: Decided[] = [];
    let [count, sizeBytes, order] = [0, 0, 0];
    for (const pending of this.#pending) {
      sizeBytes += pending.prepared.sizeBytes;
      const isFull = sizeBytes > MAX_BYTES || order === MAX_WRITES;
      if (isFull && order > 0) break;
      count++;
      const conflict = draft.conflict(pending.prepared);
      if (conflict === "disk") {
        pending.resolve(FAILED);
      } else if (conflict === "draft") {
        // Told after the commit: who looks again then sees what was in the way.
        decided.push({ ...pending, order: -1 });
      } else {
        try {
          draft.add(pending.prepared, order);
          decided.push({ ...pending, order: order++ });
        } catch (error) {
          pending.reject(error);
        }
      }
    }
    this.#pending.splice(0, count);
    return decided;
  }

  async #write(draft: Draft, decided: readonly Decided[]): Promise<void> {
    if (decided.length === 0) return;
    const { changes } = draft;
    try {
      const versionstamp = await this.#journal.append(changes);
      this.#apply(changes, versionstamp);
      for (const { order, resolve } of decided) {
        resolve(
          order < 0
            ? FAILED
            : { ok: true, versionstamp: stampOf(versionstamp, order) },
        );
      }
    } catch (error) {
      for (const { reject } of decided) reject(error);
    }
  }

  #apply(changes: readonly DraftChange[], versionstamp: string): void {
    for (const change of changes) {
      const own = stampOf(versionstamp, change.order);
      const key = change.type === "append" ? [...change.key, own] : change.key;
      const text = keyText(key);
      if (change.type === "delete") {
        this.#remove(text, key);
        continue;
      }
      const { value, expiresAt = Infinity } = change;
      this.#table.set(text, {
        entry: frozen({ key, value, versionstamp: own }),
        expiresAt,
        isSettled: this.#mayHaveRow(text),
      });
      this.#unsettled.set(text, key);
    }
  }

  #remove(text: string, key: Deno.KvKey): void {
    // What never got a row needs no removal of one.
    const mayHaveRow = this.#mayHaveRow(text);
    this.#table.delete(text);
    if (mayHaveRow) this.#unsettled.set(text, key);
    else this.#unsettled.delete(text);
  }

  /** Of a key that is gone, only the removal of its row is unsettled. */
  #mayHaveRow(text: string): boolean {
    return this.#table.get(text)?.isSettled ?? this.#unsettled.has(text);
  }

  #dropExpired(): void {
    for (const [text, { entry }] of this.#table.expired(this.#now())) {
      this.#remove(text, entry.key);
    }
  }

  /** Settles, unless that is under way: then it waits for its end. */
  async #settleOnce(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => this.#settling = null);
    await this.#settling;
  }

  async #settle(): Promise<void> {
    const unsettled = this.#unsettled;
    this.#unsettled = new Map();
    try {
      await this.#journal.settle(this.#rowsOf(unsettled));
    } catch (error) {
      // Nobody knows which rows were written.
      for (const [text, key] of unsettled) {
        const held = this.#table.get(text);
        if (held !== undefined) held.isSettled = true;
        this.#unsettled.set(text, key);
      }
      throw error;
    }
  }

  *#rowsOf(keys: ReadonlyMap<string, Deno.KvKey>): Generator<Settling> {
    for (const [text, key] of keys) {
      const held = this.#table.get(text);
      if (held === undefined) {
        yield { key, row: null, sizeBytes: 0 };
        continue;
      }
      held.isSettled = true;
      yield {
        key,
        row: rowOf(held),
        sizeBytes: frozenCopy(held.entry.value).sizeBytes,
      };
    }
  }
}

function rowOf({ entry: { value }, expiresAt }: Held) {
  return expiresAt === Infinity ? { value } : { value, expiresAt };
}

/**
 * Makes the version of one write out of that of its commit. The last four
 * digits of Deno KV's own are always 0 on a local database.
 */
function stampOf(versionstamp: string, order: number): string {
  return versionstamp.slice(0, 16) + order.toString(16).padStart(4, "0");
}

function frozen<T>(entry: Deno.KvEntry<T>): Deno.KvEntry<T> {
  Object.freeze(entry.key);
  return Object.freeze(entry);
}
