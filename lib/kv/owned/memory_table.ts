/**
 * The complete copy of the owned keys: everything that is on disk.
 *
 * @module
 */

import { Expiry } from "./expiry.ts";
import type { KeyRange } from "./key_range.ts";
import { comparePart } from "./part_order.ts";
import { readRange } from "./read_range.ts";
import { findBelow, prune, TableNode } from "./table_node.ts";

/** What is kept of a key besides its version. */
export interface Kept {
  /** The value, frozen. */
  value: unknown;
  /** When it may go, Unix milliseconds; `Infinity` for never. */
  expiresAt: number;
}

/**
 * Keys as a tree: each part of a key leads one step further down. So a key is
 * never spelled out or compared as a whole, and what is below a prefix is in
 * one place.
 */
export class MemoryTable {
  readonly #root = new TableNode(null, "");
  readonly #expiry = new Expiry<TableNode>();

  /** Finds the place of a key; there may be nothing in it. */
  find(key: Deno.KvKey): TableNode | undefined {
    return findBelow(this.#root, key);
  }

  /** Finds the place of a key, or makes it. */
  place(key: Deno.KvKey): TableNode {
    let node = this.#root;
    // By number: an iterator makes an object for each step.
    for (let i = 0; i < key.length; i++) node = node.child(key[i]!);
    return node;
  }

  /** Puts something in a place, instead of what was there. */
  put(node: TableNode, kept: Kept, versionstamp: string): void {
    node.value = kept.value;
    node.versionstamp = versionstamp;
    this.#expiry.move(node, kept.expiresAt);
  }

  /** Takes what is in a place out; the place stays while it is needed. */
  clear(node: TableNode): void {
    node.value = undefined;
    node.versionstamp = null;
    this.#expiry.move(node, Infinity);
    prune(node);
  }

  /** Reads part of the table. */
  read(range: KeyRange): Deno.KvEntry<unknown>[] {
    return readRange(this.#root, range);
  }

  /**
   * Lists the places below a key in which there is something, or is to be.
   *
   * @param from The first part below the key; `undefined` for all.
   */
  below(key: Deno.KvKey, from: Deno.KvKeyPart | undefined): TableNode[] {
    const found: TableNode[] = [];
    const top = this.find(key);
    if (top !== undefined) collectBelow(top, from, found);
    return found;
  }

  /** Lists the places whose keys have expired; they stay until cleared. */
  expired(now: number): TableNode[] {
    return this.#expiry.due(now);
  }

  /** How many keys are to expire. */
  get expiringCount(): number {
    return this.#expiry.size;
  }
}

function collectBelow(
  top: TableNode,
  from: Deno.KvKeyPart | undefined,
  found: TableNode[],
): void {
  if (top.below === null) return;
  for (const node of top.below.inOrder(from, false)) {
    if (from !== undefined && comparePart(node.part, from) < 0) continue;
    if (node.versionstamp !== null || node.draft !== null) found.push(node);
    collectBelow(node, undefined, found);
  }
}
