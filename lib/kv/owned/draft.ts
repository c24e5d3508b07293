/**
 * Writes that will share a commit, decided one after the other.
 *
 * @module
 */

import type { JournalText } from "./journal_text.ts";
import type { MemoryTable } from "./memory_table.ts";
import { jsonOf, type Prepared, type PreparedChange } from "./prepare.ts";
import type { Recorded } from "./recorded.ts";
import { prune, type TableNode } from "./table_node.ts";

/** What a commit does to one key. */
export interface DraftChange extends Recorded {
  /**
   * The key's place; `null` of an append, whose key has no version yet, and of
   * a clear, which hangs on each place that it empties.
   */
  readonly node: TableNode | null;
}

/**
 * Changes that are not on disk yet, on top of a table: each hangs on its place
 * there, until it is released.
 */
export class Draft {
  /** What there is to write down and to apply, in order. */
  readonly changes: DraftChange[] = [];
  readonly #table: MemoryTable;
  readonly #text: JournalText;
  readonly #now: number;

  /**
   * Begins without a change.
   *
   * @param text Where the changes are written down.
   * @param now Unix milliseconds.
   */
  constructor(table: MemoryTable, text: JournalText, now: number) {
    this.#table = table;
    this.#text = text;
    this.#now = now;
    text.clear();
  }

  /** Says why a write must fail: by what is on disk, or by this draft. */
  conflict({ checks }: Prepared): "disk" | "draft" | null {
    // By number, here and below: an iterator makes an object for each step.
    for (let i = 0; i < checks.length; i++) {
      const { key, versionstamp } = checks[i]!;
      const node = this.#table.find(key);
      const draft = node?.draft ?? null;
      if (draft !== null) {
        // Nobody knows a version that is not on disk; "no such key" one may.
        if (!isRemoval(draft) || versionstamp !== null) return "draft";
      } else if (versionstamp !== (node?.versionstamp ?? null)) {
        return "disk";
      }
    }
    return null;
  }

  /**
   * Takes in the changes of a write, all or none.
   *
   * @param order The first free place in the commit.
   * @returns The place it takes; of several appends to one log, the earlier ones
   * take those before.
   * @throws {TypeError} When it adds to what is no counter.
   */
  add({ changes }: Prepared, order: number): number {
    for (let i = 0; i < changes.length; i++) {
      const { type, key } = changes[i]!;
      if (type === "add" && typeof this.#counter(key) !== "bigint") {
        throw new TypeError("Cannot add to a key that is not a counter");
      }
    }
    let version = order;
    for (let i = 0; i < changes.length; i++) {
      version = Math.max(version, order + changes[i]!.laterCount);
    }
    for (let i = 0; i < changes.length; i++) {
      const change = changes[i]!;
      this.#take(change, version - change.laterCount);
    }
    return version;
  }

  /** Takes what is not to be applied off its places. */
  drop(): void {
    for (const change of this.changes) {
      for (const node of this.#placesOf(change)) {
        release(node, change);
        prune(node);
      }
    }
  }

  /** Lists the places on which a change may hang. */
  #placesOf({ type, key, node, value }: DraftChange): readonly TableNode[] {
    if (node !== null) return [node];
    if (type !== "clear") return [];
    return this.#table.below(key, value as Deno.KvKeyPart | undefined);
  }

  #take(change: PreparedChange, order: number): void {
    const { type, key, value, text, expireInMs } = change;
    const expiresAt = expireInMs === undefined
      ? Infinity
      : this.#now + expireInMs;
    if (type === "append") {
      this.#note({ type, key, node: null, value, expiresAt, order }, text);
    } else if (type === "clear") {
      const change = { type, key, node: null, value, expiresAt, order };
      for (const node of this.#placesOf(change)) {
        if (isThere(node)) node.draft = change;
      }
      // Also where nothing is below: this commit may have appended there.
      this.#note(change, text);
    } else if (type === "delete") {
      const node = this.#table.find(key);
      // What is not there needs no removal.
      if (node === undefined || !isThere(node)) return;
      this.#note({ type, key, node, value, expiresAt, order });
    } else {
      const kept = type === "add" ? this.#sum(key, value as number) : value;
      const node = this.#table.place(key);
      this.#note(
        { type: "set", key, node, value: kept, expiresAt, order },
        text ?? jsonOf(kept),
      );
    }
  }

  #note(change: DraftChange, text?: string): void {
    if (change.node !== null) change.node.draft = change;
    this.changes.push(change);
    this.#text.add(change, text);
  }

  #sum(key: Deno.KvKey, amount: number): bigint {
    return BigInt.asUintN(64, this.#counter(key) as bigint + BigInt(amount));
  }

  /** Value to add to: of a counter, 64 bits; of a missing key, 0. */
  #counter(key: Deno.KvKey): unknown {
    const node = this.#table.find(key);
    if (node === undefined) return 0n;
    if (node.draft !== null) {
      return isRemoval(node.draft) ? 0n : node.draft.value;
    }
    return node.versionstamp === null ? 0n : node.value;
  }
}

/** Takes a change off a place, unless a later one took its place there. */
export function release(node: TableNode, change: Recorded): void {
  if (node.draft === change) node.draft = null;
}

/** Whether there is something, or is to be, that can be removed. */
function isThere({ draft, versionstamp }: TableNode): boolean {
  return draft === null ? versionstamp !== null : !isRemoval(draft);
}

function isRemoval({ type }: Recorded): boolean {
  return type === "delete" || type === "clear";
}
