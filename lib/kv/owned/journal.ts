/**
 * The record of the owned keys in Deno KV.
 *
 * | key                              | value         | what it is                       |
 * | -------------------------------- | ------------- | -------------------------------- |
 * | `["owned_log", sequence, part]`  | `JournalPart` | the changes of one commit        |
 * | `["owned", ...key]`              | `SettledRow`  | a key that lives long            |
 *
 * Each commit appends one journal row, in parts of up to 60,000 bytes. Once a
 * minute the journal up to there is removed, and what is left of its changes is
 * settled: young keys are carried over, which is written together as the
 * changes of one commit are, and older ones get a row each. Most state is gone
 * before it is old and never gets a row. At start the rows are read and the
 * journal is replayed.
 *
 * @module
 */

import { retryLocked } from "../retry_locked.ts";
import { changesIn, type JournalPart, JournalText } from "./journal_text.ts";
import type { Recorded } from "./recorded.ts";
import {
  SettledBatch,
  type SettledRow,
  type Settling,
} from "./settled_batch.ts";

const LOG = "owned_log";
const ROW = "owned";

/** Keys removed in one commit, below Deno KV's 1,000. */
const MAX_REMOVED = 400;

/** The journal up to some moment. */
export interface Stretch {
  /** Its keys, oldest first. */
  keys: Deno.KvKey[];
  /** Its size, bytes. */
  sizeBytes: number;
  /** Where in the journal is place for what is carried over from it. */
  nextSequence: number;
}

/**
 * Commits that what is carried over may take: it is replayed before whatever
 * came after the stretch, so its place is kept free.
 */
const CARRY_ROOM = 1_000_000;

/** Called before each commit; what it throws keeps it from being sent. */
type BeforeCommit = () => void;

/** Writes and reads the record. One call at a time writes to the journal. */
export class Journal {
  readonly #kv: Deno.Kv;
  readonly #beforeCommit: BeforeCommit;
  #nextSequence = 0;
  /** Keys of the journal, oldest first. */
  #written: Deno.KvKey[] = [];
  /** Keys of a commit that failed; perhaps they are there nevertheless. */
  #unsure: Deno.KvKey[] = [];
  #sizeBytes = 0;

  /**
   * Works on a database.
   *
   * @param kv The database; it stays the giver's to close.
   * @param beforeCommit Told of each commit, and may keep it from being sent.
   */
  constructor(kv: Deno.Kv, beforeCommit: BeforeCommit = () => {}) {
    this.#kv = kv;
    this.#beforeCommit = beforeCommit;
  }

  /** Size of the journal, bytes; of texts, characters. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * Writes the changes of a commit down, all or none.
   *
   * A commit that fails may have been made nevertheless. Nothing may build on
   * it, so whatever there is of it is removed together with the next commit.
   *
   * @returns Versionstamp of the commit.
   */
  async append(text: JournalText): Promise<string> {
    await this.#removeUnsure();
    const parts = text.parts();
    const atomic = this.#kv.atomic();
    for (const key of this.#unsure) atomic.delete(key);
    const keys = setParts(atomic, this.#nextSequence++, parts);
    try {
      const versionstamp = await this.#commit(atomic);
      this.#unsure = [];
      this.#written.push(...keys);
      this.#sizeBytes += sizeOf(parts);
      return versionstamp;
    } catch (error) {
      this.#unsure.push(...keys);
      throw error;
    }
  }

  /**
   * Removes what failed commits may have left by a commit of its own, before it
   * is more than the next one takes. While this fails, too, nothing is tried
   * that would add to it.
   */
  async #removeUnsure(): Promise<void> {
    if (this.#unsure.length <= MAX_REMOVED) return;
    const atomic = this.#kv.atomic();
    for (const key of this.#unsure) atomic.delete(key);
    await this.#commit(atomic);
    this.#unsure = [];
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
  async *replay(): AsyncGenerator<[string, Recorded[]]> {
    let [sequence, versionstamp] = [-1, ""];
    let parts: JournalPart[] = [];
    const decoded = (): [string, Recorded[]] => [
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
      this.#sizeBytes += entry.value.length;
    }
    if (parts.length > 0) yield decoded();
    this.#nextSequence = sequence + 1;
  }

  /**
   * Takes what was written up to now out, to be settled. To be called while
   * memory holds exactly what was written: no commit is under way, and none is
   * still to be applied.
   */
  cut(): Stretch {
    const keys = this.#written;
    const nextSequence = this.#nextSequence;
    this.#written = [];
    this.#nextSequence += CARRY_ROOM;
    return { keys, sizeBytes: this.#sizeBytes, nextSequence };
  }

  /**
   * Settles keys and removes a stretch of the journal. It may be broken off
   * anywhere: the stretch goes last, oldest first, and replaying any newer part
   * of it leads to the same state.
   */
  async settle(stretch: Stretch, settling: Iterable<Settling>): Promise<void> {
    const old = stretch.keys;
    const carried: Deno.KvKey[] = [];
    try {
      await this.#writeSettled(stretch, settling, carried);
      while (old.length > 0) {
        const atomic = this.#kv.atomic();
        const some = old.slice(0, MAX_REMOVED);
        for (const key of some) atomic.delete(key);
        await this.#commit(atomic);
        old.splice(0, some.length);
      }
      this.#sizeBytes -= stretch.sizeBytes;
    } finally {
      // Oldest first: what was carried over comes before what came meanwhile.
      this.#written = [...old, ...carried, ...this.#written];
    }
  }

  /** Writes rows and what is carried over, some hundred keys in a commit. */
  async #writeSettled(
    stretch: Stretch,
    settling: Iterable<Settling>,
    carried: Deno.KvKey[],
  ): Promise<void> {
    let batch = new SettledBatch();
    for (const next of settling) {
      if (batch.isFullFor(next)) {
        await this.#writeBatch(batch, stretch, carried);
        batch = new SettledBatch();
      }
      batch.add(next);
    }
    await this.#writeBatch(batch, stretch, carried);
  }

  async #writeBatch(
    { rows, text }: SettledBatch,
    stretch: Stretch,
    carried: Deno.KvKey[],
  ): Promise<void> {
    const parts = text.parts();
    if (rows.length + parts.length === 0) return;
    const atomic = this.#kv.atomic();
    // Half of such a commit could come to be overridden by what is carried.
    for (const key of this.#unsure) atomic.delete(key);
    for (const { key, row } of rows) {
      if (row === null) atomic.delete([ROW, ...key]);
      else atomic.set([ROW, ...key], row);
    }
    // Also when the commit fails, since it may have been made.
    carried.push(...setParts(atomic, stretch.nextSequence++, parts));
    this.#sizeBytes += sizeOf(parts);
    await this.#commit(atomic);
  }

  async #commit(atomic: Deno.AtomicOperation): Promise<string> {
    const result = await retryLocked(() => {
      this.#beforeCommit();
      return atomic.commit();
    });
    if (!result.ok) throw new Error("Cannot write: a commit was refused");
    return result.versionstamp;
  }
}

/** Adds what one commit leaves in the journal; tells its keys. */
function setParts(
  atomic: Deno.AtomicOperation,
  sequence: number,
  parts: readonly JournalPart[],
): Deno.KvKey[] {
  return parts.map((part, i) => {
    const key = [LOG, sequence, i];
    atomic.set(key, part);
    return key;
  });
}

function sizeOf(parts: readonly JournalPart[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
