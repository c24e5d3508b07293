/**
 * Writes that go into one commit and still mean what they mean alone.
 *
 * @module
 */

import { keyText } from "./key_text.ts";
import type { Change, Outcome, Write } from "./write.ts";

/** Bounds of one gathered commit, below Deno KV's own (100 / 1000 / 800 KiB). */
const MAX_CHECKS = 90;
const MAX_MUTATIONS = 500;
const MAX_BYTES = 400_000;
const DEFAULT_VALUE_BYTES = 256;

/** A write and whoever waits for it. */
export interface Pending {
  /** What is asked for. */
  write: Write<Change>;
  /** Tells what became of it. */
  resolve(outcome: Outcome): void;
  /** Tells that nobody knows what became of it, or that it cannot be. */
  reject(error: unknown): void;
}

/** Writes gathered into one commit. */
export class Batch {
  /** The writes, in order. */
  readonly items: Pending[] = [];
  #checks = 0;
  #mutations = 0;
  #bytes = 0;
  /** Keys that are changed, with whether they are there afterwards. */
  readonly #changed = new Map<string, boolean>();
  readonly #appended = new Set<string>();

  /** Takes the write in, unless it would not fit or would not mean the same. */
  add(item: Pending): boolean {
    const { checks = [], mutations, sizeBytes } = item.write;
    const bytes = sizeBytes ?? mutations.length * DEFAULT_VALUE_BYTES;
    if (this.items.length > 0) {
      const isFull = this.#checks + checks.length > MAX_CHECKS ||
        this.#mutations + mutations.length > MAX_MUTATIONS ||
        this.#bytes + bytes > MAX_BYTES;
      if (isFull || this.#touches(item.write)) return false;
    }
    for (const mutation of mutations) {
      if (mutation.type === "append") {
        this.#appended.add(keyText(mutation.prefix));
      } else if (mutation.type !== "add") {
        this.#changed.set(keyText(mutation.key), mutation.type === "set");
      }
    }
    this.#checks += checks.length;
    this.#mutations += mutations.length;
    this.#bytes += bytes;
    this.items.push(item);
    return true;
  }

  /** Says whether a write checks a key that this batch changes. */
  concerns({ checks = [] }: Write<Change>): boolean {
    return checks.some(({ key }) => this.#changed.has(keyText(key)));
  }

  /**
   * Says whether a write that has to wait is lost already: it checks a key
   * that this batch just changed, for a version from before.
   */
  outdates({ checks = [] }: Write<Change>, versionstamp: string): boolean {
    return checks.some((check) => {
      const isThere = this.#changed.get(keyText(check.key));
      if (isThere === undefined) return false;
      return check.versionstamp !== (isThere ? versionstamp : null);
    });
  }

  /**
   * A check on a key that this batch changes would look at the state before
   * that change, and two appends to one log would get one key.
   */
  #touches(write: Write<Change>): boolean {
    return this.concerns(write) ||
      write.mutations.some((mutation) =>
        mutation.type === "append" &&
        this.#appended.has(keyText(mutation.prefix))
      );
  }
}

/** Gathers writes that were gathered before, and so fit together. */
export function batchOf(items: readonly Pending[]): Batch {
  const batch = new Batch();
  for (const item of items) batch.add(item);
  return batch;
}
