/**
 * Writes that will share a commit, decided one after the other.
 *
 * @module
 */

import type { MemoryTable } from "./memory_table.ts";
import type { Prepared, PreparedChange } from "./prepare.ts";

/** What a commit does to one key, as it is written down. */
export interface DraftChange {
  /** `set` and `delete` of a key, or an `append` below it. */
  type: "set" | "delete" | "append";
  /** The key; that of an append still lacks the versionstamp at its end. */
  key: Deno.KvKey;
  /** The new value, frozen. */
  value?: unknown;
  /** When it may go, Unix milliseconds; left out for never. */
  expiresAt?: number;
  /** Which write of the commit it belongs to. */
  order: number;
}

/** Changes that are not on disk yet, on top of a table. */
export class Draft {
  readonly #table: MemoryTable;
  readonly #now: number;
  readonly #changed = new Map<string, DraftChange>();
  readonly #appended: DraftChange[] = [];

  /** Begins without a change. */
  constructor(table: MemoryTable, now: number) {
    this.#table = table;
    this.#now = now;
  }

  /** What there is to write down: of each key the last change. */
  get changes(): DraftChange[] {
    return [...this.#changed.values(), ...this.#appended];
  }

  /** Says why a write must fail: by what is on disk, or by this draft. */
  conflict({ checks }: Prepared): "disk" | "draft" | null {
    for (const { text, versionstamp } of checks) {
      const change = this.#changed.get(text);
      if (change !== undefined) {
        // Nobody knows a version that is not on disk; "no such key" one may.
        if (change.type !== "delete" || versionstamp !== null) return "draft";
      } else if (versionstamp !== this.#versionOf(text)) {
        return "disk";
      }
    }
    return null;
  }

  /**
   * Takes in the changes of a write, all or none.
   *
   * @throws {TypeError} When it adds to what is no counter.
   */
  add({ changes }: Prepared, order: number): void {
    for (const { type, text } of changes) {
      if (type === "add" && typeof this.#counter(text) !== "bigint") {
        throw new TypeError("Cannot add to a key that is not a counter");
      }
    }
    for (const change of changes) {
      if (change.type === "append") {
        this.#appended.push(this.#written(change, order));
      } else {
        this.#changed.set(change.text, this.#written(change, order));
      }
    }
  }

  #written(
    { type, key, text, value, expireInMs }: PreparedChange,
    order: number,
  ): DraftChange {
    if (type === "delete") return { type, key, order };
    if (type === "add") {
      const sum = this.#counter(text) as bigint + BigInt(value as number);
      return { type: "set", key, value: BigInt.asUintN(64, sum), order };
    }
    return expireInMs === undefined
      ? { type, key, value, order }
      : { type, key, value, expiresAt: this.#now + expireInMs, order };
  }

  #versionOf(text: string): string | null {
    return this.#table.get(text)?.entry.versionstamp ?? null;
  }

  /** Value to add to: of a counter, 64 bits; of a missing key, 0. */
  #counter(text: string): unknown {
    const change = this.#changed.get(text);
    if (change !== undefined) {
      return change.type === "delete" ? 0n : change.value;
    }
    const held = this.#table.get(text);
    return held === undefined ? 0n : held.entry.value;
  }
}
