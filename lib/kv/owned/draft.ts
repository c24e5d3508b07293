/**
 * Writes that will share a commit, decided one after the other.
 *
 * @module
 */

import type { MemoryTable } from "./memory_table.ts";
import { jsonOf, type Prepared, type PreparedChange } from "./prepare.ts";

/** What a commit does to one key, as it is written down. */
export interface DraftChange {
  /** `set` and `delete` of a key, or an `append` below it. */
  type: "set" | "delete" | "append";
  /** The key; that of an append still lacks the versionstamp at its end. */
  key: Deno.KvKey;
  /** The new value, frozen. */
  value?: unknown;
  /** The value as JSON; left out of what was read from the record. */
  text?: string | undefined;
  /** When it may go, Unix milliseconds; left out for never. */
  expiresAt?: number;
  /** Which write of the commit it belongs to. */
  order: number;
}

/** Changes that are not on disk yet, on top of a table. */
export class Draft {
  readonly #table: MemoryTable;
  readonly #now: number;
  /** Of each key the last change. */
  readonly #changed = new Map<string, DraftChange>();
  /** Last parts of their keys. A key that ends otherwise needs no name. */
  readonly #lastParts = new Set<Deno.KvKeyPart | undefined>();
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
    for (const { key, versionstamp } of checks) {
      const change = this.#changeOf(key);
      if (change !== undefined) {
        // Nobody knows a version that is not on disk; "no such key" one may.
        if (change.type !== "delete" || versionstamp !== null) return "draft";
      } else if (versionstamp !== this.#table.versionOf(key)) {
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
    for (const { type, key } of changes) {
      if (type === "add" && typeof this.#counter(key) !== "bigint") {
        throw new TypeError("Cannot add to a key that is not a counter");
      }
    }
    for (const change of changes) this.#take(change, order);
  }

  #take(change: PreparedChange, order: number): void {
    const { type, key } = change;
    if (type === "append") {
      this.#appended.push(this.#written(change, order));
      return;
    }
    // What is not there needs no removal.
    const isNeedless = type === "delete" &&
      this.#changeOf(key) === undefined && this.#table.versionOf(key) === null;
    if (isNeedless) return;
    this.#changed.set(nameOf(key), this.#written(change, order));
    this.#lastParts.add(key.at(-1));
  }

  #written(change: PreparedChange, order: number): DraftChange {
    const { type, key, value, text, expireInMs } = change;
    if (type === "delete") return { type, key, order };
    if (type === "add") {
      const sum = this.#counter(key) as bigint + BigInt(value as number);
      const count = BigInt.asUintN(64, sum);
      return { type: "set", key, value: count, text: jsonOf(count), order };
    }
    return expireInMs === undefined
      ? { type, key, value, text, order }
      : { type, key, value, text, expiresAt: this.#now + expireInMs, order };
  }

  #changeOf(key: Deno.KvKey): DraftChange | undefined {
    return this.#lastParts.has(key.at(-1))
      ? this.#changed.get(nameOf(key))
      : undefined;
  }

  /** Value to add to: of a counter, 64 bits; of a missing key, 0. */
  #counter(key: Deno.KvKey): unknown {
    const change = this.#changeOf(key);
    if (change !== undefined) {
      return change.type === "delete" ? 0n : change.value;
    }
    const node = this.#table.find(key);
    return node === undefined || node.versionstamp === null ? 0n : node.value;
  }
}

/** Names a key; no two keys have one name. */
function nameOf(key: Deno.KvKey): string {
  let name = "";
  for (const part of key) {
    name += typeof part === "string"
      ? `${part.length}:${part}`
      : `${typeof part} ${String(part)},`;
  }
  return name;
}
