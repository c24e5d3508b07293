/**
 * Keys whose rows in the record are out of date.
 *
 * @module
 */

import { sizeBytesOf } from "./frozen_copy.ts";
import type { Journal, Settling } from "./journal.ts";
import type { MemoryTable } from "./memory_table.ts";
import { keyOf, prune, type TableNode } from "./table_node.ts";

/** Knows what is to be settled. What never got a row needs no removal of one. */
export class Unsettled {
  readonly #table: MemoryTable;
  #nodes: TableNode[] = [];

  /** Begins with everything settled. */
  constructor(table: MemoryTable) {
    this.#table = table;
  }

  /** Takes note that a key was changed. */
  note(node: TableNode): void {
    if (node.isUnsettled) return;
    node.isUnsettled = true;
    this.#nodes.push(node);
  }

  /** Takes a key out of the table; its row, if any, is removed later. */
  remove(node: TableNode): void {
    if (node.mayHaveRow) this.note(node);
    this.#table.clear(node);
  }

  /** Writes the rows of what was changed up to now, and shortens the journal. */
  async settle(journal: Journal): Promise<void> {
    const nodes = this.#nodes;
    this.#nodes = [];
    const removed: TableNode[] = [];
    try {
      await journal.settle(rowsOf(nodes, removed));
    } catch (error) {
      // Nobody knows which rows were written.
      for (const node of nodes) node.isUnsettled = true;
      this.#nodes = [...nodes, ...this.#nodes];
      throw error;
    }
    for (const node of removed) {
      // It may have come back meanwhile.
      if (node.versionstamp !== null || node.isUnsettled) continue;
      node.mayHaveRow = false;
      prune(node);
    }
  }
}

/** Spells out what to write when its turn comes; the removed are collected. */
function* rowsOf(
  nodes: readonly TableNode[],
  removed: TableNode[],
): Generator<Settling> {
  for (const node of nodes) {
    node.isUnsettled = false;
    const { value, expiresAt } = node;
    const key = keyOf(node);
    if (node.versionstamp !== null) {
      node.mayHaveRow = true;
      const row = expiresAt === Infinity ? { value } : { value, expiresAt };
      yield { key, row, sizeBytes: sizeBytesOf(value) };
    } else if (node.mayHaveRow) {
      removed.push(node);
      yield { key, row: null, sizeBytes: 0 };
    }
  }
}
