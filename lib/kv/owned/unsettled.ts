/**
 * Keys whose rows in the record are out of date.
 *
 * @module
 */

import { sizeBytesOf } from "./frozen_copy.ts";
import type { Journal } from "./journal.ts";
import type { MemoryTable } from "./memory_table.ts";
import { jsonOf } from "./prepare.ts";
import type { Settling } from "./settled_batch.ts";
import { keyOf, prune, type TableNode } from "./table_node.ts";

/**
 * So often a key is carried over before it gets a row of its own. A row costs
 * Deno KV ten times as much as its text among others, and again as much when it
 * is removed; few calls last longer than these minutes.
 */
export const OLD_AGE = 3;

/**
 * Knows what is to be settled. What never got a row needs no removal of one, and
 * is let go of when its key goes: most calls end before they are settled, and
 * some fifty places each would be kept for nothing till then.
 */
export class Unsettled {
  readonly #table: MemoryTable;
  #nodes = new Set<TableNode>();

  /** Begins with everything settled. */
  constructor(table: MemoryTable) {
    this.#table = table;
  }

  /** How many keys are to be settled. */
  get size(): number {
    return this.#nodes.size;
  }

  /** Takes note that a key was changed. */
  note(node: TableNode): void {
    if (node.isUnsettled) return;
    node.isUnsettled = true;
    this.#nodes.add(node);
  }

  /** Takes a key out of the table; its row, if any, is removed later. */
  remove(node: TableNode): void {
    if (node.mayHaveRow) this.note(node);
    else if (this.#nodes.delete(node)) node.isUnsettled = false;
    this.#table.clear(node);
  }

  /**
   * Settles what was changed up to now, and shortens the journal. To be called
   * while no commit is under way: see {@link Journal.cut}.
   */
  async settle(journal: Journal): Promise<void> {
    const stretch = journal.cut();
    const nodes = this.#nodes;
    this.#nodes = new Set();
    const settled: Settled = { carried: [], removed: [] };
    try {
      await journal.settle(stretch, settlingsOf(nodes, settled));
    } catch (error) {
      // Nobody knows what was written.
      for (const node of nodes) node.isUnsettled = true;
      this.#nodes = nodes.union(this.#nodes);
      throw error;
    }
    for (const node of settled.carried) {
      if (node.versionstamp === null) continue;
      node.age++;
      this.note(node);
    }
    for (const node of settled.removed) {
      // It may have come back meanwhile.
      if (node.versionstamp !== null || node.isUnsettled) continue;
      node.mayHaveRow = false;
      prune(node);
    }
  }
}

/** What became of some keys. */
interface Settled {
  carried: TableNode[];
  removed: TableNode[];
}

/** Spells out what to write when its turn comes. */
function* settlingsOf(
  nodes: Iterable<TableNode>,
  { carried, removed }: Settled,
): Generator<Settling> {
  for (const node of nodes) {
    node.isUnsettled = false;
    if (node.versionstamp !== null) {
      const isYoung = !node.mayHaveRow && node.age < OLD_AGE;
      if (isYoung) carried.push(node);
      else node.mayHaveRow = true;
      yield settlingOf(node, isYoung);
    } else if (node.mayHaveRow) {
      removed.push(node);
      yield { key: keyOf(node), row: null, sizeBytes: 0 };
    }
  }
}

function settlingOf(node: TableNode, isYoung: boolean): Settling {
  const { value, expiresAt } = node;
  const row = expiresAt === Infinity ? { value } : { value, expiresAt };
  const key = keyOf(node);
  if (!isYoung) return { key, row, sizeBytes: sizeBytesOf(value) };
  const text = jsonOf(value);
  // A character has two bytes at most; escaped ones are many by now.
  return { key, row, text, sizeBytes: text.length * 2 };
}
