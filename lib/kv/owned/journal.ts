/**
 * The record of the owned keys in Deno KV.
 *
 * | key                              | value         | what it is                       |
 * | -------------------------------- | ------------- | -------------------------------- |
 * | `["owned_log", sequence, part]`  | text          | the changes of one commit        |
 * | `["owned", ...key]`              | `SettledRow`  | a key that outlived its journal  |
 *
 * Each commit appends one journal row, in parts of up to 60,000 bytes. Once a
 * minute what is left of the changes is settled: written to a row for each key,
 * and the journal up to there is removed. Most state is gone by then and never
 * gets a row. At start the rows are read and the journal is replayed.
 *
 * @module
 */

import { retryLocked } from "../retry_locked.ts";
import type { DraftChange } from "./draft.ts";
import { changesIn, type JournalPart, textOf } from "./journal_text.ts";

const LOG = "owned_log";
const ROW = "owned";

/** Size of a part: of two bytes at most, where a value holds 65,536 bytes. */
const PART_CHARS = 30_000;

/** Bounds of one commit that settles, below Deno KV's own (1,000 / 800 KiB). */
const MAX_ROWS = 400;
const MAX_ROWS_BYTES = 300_000;

/** A key in a row of its own. */
export interface SettledRow {
  /** The value. */
  value: unknown;
  /** When it may go, Unix milliseconds; left out for never. */
  expiresAt?: number;
}

/** A row to write, or to remove where there is no value. */
export interface Settling {
  /** The key. */
  key: Deno.KvKey;
  /** What to keep of it; `null` when it is gone. */
  row: SettledRow | null;
  /** Size of the value, bytes, roughly. */
  sizeBytes: number;
}

/** Counts a commit before it is sent. */
type OnCommit = () => void;

/** Writes and reads the record. One call at a time writes to the journal. */
export class Journal {
  readonly #kv: Deno.Kv;
  readonly #onCommit: OnCommit;
  #nextSequence = 0;
  /** Keys of the journal, oldest first. */
  #written: Deno.KvKey[] = [];
  /** Keys of a commit that failed; perhaps they are there nevertheless. */
  #unsure: Deno.KvKey[] = [];
  #sizeChars = 0;

  /**
   * Works on a database.
   *
   * @param kv The database; it stays the giver's to close.
   * @param onCommit Told of each commit.
   */
  constructor(kv: Deno.Kv, onCommit: OnCommit = () => {}) {
    this.#kv = kv;
    this.#onCommit = onCommit;
  }

  /** Size of the journal, characters. */
  get sizeChars(): number {
    return this.#sizeChars;
  }

  /**
   * Writes changes down, all or none.
   *
   * A commit that fails may have been made nevertheless. Nothing may build on
   * it, so whatever there is of it is removed together with the next commit.
   *
   * @returns Versionstamp of the commit.
   */
  async append(changes: readonly DraftChange[]): Promise<string> {
    const text = textOf(changes);
    const sequence = this.#nextSequence++;
    const parts: [Deno.KvKey, string][] = [];
    for (let at = 0; at < text.length; at += PART_CHARS) {
      const part = text.slice(at, at + PART_CHARS);
      parts.push([[LOG, sequence, parts.length], part]);
    }
    const keys = parts.map(([key]) => key);
    const atomic = this.#kv.atomic();
    for (const key of this.#unsure) atomic.delete(key);
    for (const [key, part] of parts) atomic.set(key, part);
    try {
      const versionstamp = await this.#commit(atomic);
      this.#unsure = [];
      this.#written.push(...keys);
      this.#sizeChars += text.length;
      return versionstamp;
    } catch (error) {
      this.#unsure.push(...keys);
      throw error;
    }
  }

  /** Reads the rows of single keys. */
  async *rows(): AsyncGenerator<Deno.KvEntry<SettledRow>> {
    const listing = this.#kv.list<SettledRow>({ prefix: [ROW] }, {
      batchSize: 500,
    });
    for await (const { key, ...entry } of listing) {
      yield { key: key.slice(1), ...entry };
    }
  }

  /** Reads the journal, commit by commit, oldest first. */
  async *replay(): AsyncGenerator<[string, DraftChange[]]> {
    let [sequence, versionstamp] = [-1, ""];
    let parts: JournalPart[] = [];
    const decoded = (): [string, DraftChange[]] => [
      versionstamp,
      changesIn(parts),
    ];
    const listing = this.#kv.list<JournalPart>({ prefix: [LOG] });
    for await (const entry of listing) {
      const own = entry.key[1] as number;
      if (own !== sequence && parts.length > 0) yield decoded();
      if (own !== sequence) parts = [];
      [sequence, versionstamp] = [own, entry.versionstamp];
      parts.push(entry.value);
      this.#written.push(entry.key);
      this.#sizeChars += entry.value.length;
    }
    if (parts.length > 0) yield decoded();
    this.#nextSequence = sequence + 1;
  }

  /**
   * Settles keys and removes the journal up to now. It may be broken off
   * anywhere: the journal goes last, oldest first, and replaying any newer part
   * of it leads to the same state.
   */
  async settle(settling: Iterable<Settling>): Promise<void> {
    const old = this.#written;
    this.#written = [];
    const oldChars = this.#sizeChars;
    try {
      await this.#writeRows(settling);
      while (old.length > 0) {
        const atomic = this.#kv.atomic();
        const some = old.slice(0, MAX_ROWS);
        for (const key of some) atomic.delete(key);
        await this.#commit(atomic);
        old.splice(0, some.length);
      }
      this.#sizeChars -= oldChars;
    } finally {
      this.#written = [...old, ...this.#written];
    }
  }

  async #writeRows(settling: Iterable<Settling>): Promise<void> {
    let atomic = this.#kv.atomic();
    let [rows, sizeBytes] = [0, 0];
    for (const { key, row, sizeBytes: rowBytes } of settling) {
      if (rows === MAX_ROWS || sizeBytes + rowBytes > MAX_ROWS_BYTES) {
        await this.#commit(atomic);
        atomic = this.#kv.atomic();
        [rows, sizeBytes] = [0, 0];
      }
      if (row === null) atomic.delete([ROW, ...key]);
      else atomic.set([ROW, ...key], row);
      rows++;
      sizeBytes += rowBytes;
    }
    if (rows > 0) await this.#commit(atomic);
  }

  async #commit(atomic: Deno.AtomicOperation): Promise<string> {
    const result = await retryLocked(() => {
      this.#onCommit();
      return atomic.commit();
    });
    if (!result.ok) throw new Error("Cannot write: a commit was refused");
    return result.versionstamp;
  }
}
