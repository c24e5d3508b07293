/**
 * Reading keys in order.
 *
 * @module
 */

import type { KeyRange } from "./key_range.ts";
import { comparePart } from "./part_order.ts";
import { findBelow, keyOf, type TableNode } from "./table_node.ts";

/** Reads a part of a tree of keys, in order, up to the limit. */
export function readRange(
  root: TableNode,
  range: KeyRange,
): Deno.KvEntry<unknown>[] {
  const found: Deno.KvEntry<unknown>[] = [];
  const { prefix, from, to } = range;
  const top = findBelow(root, prefix);
  if (top !== undefined) {
    new Reading(range, found).readAt(top, prefix.length, from, to);
  }
  return found;
}

/** One walk through the tree. */
class Reading {
  readonly #range: KeyRange;
  readonly #found: Deno.KvEntry<unknown>[];

  constructor(range: KeyRange, found: Deno.KvEntry<unknown>[]) {
    this.#range = range;
    this.#found = found;
  }

  /**
   * Reads a place and what is below it.
   *
   * @param depth How many parts the key of the place has.
   * @param from The first key; `null` when all here is behind it.
   * @param to The end; `null` when all here is before it.
   */
  readAt(
    node: TableNode,
    depth: number,
    from: Deno.KvKey | null,
    to: Deno.KvKey | null,
  ): void {
    if (to !== null && to.length === depth) return;
    const isFirst = from?.length === depth;
    const isIn = isFirst ? !this.#range.isBehindFrom : from === null;
    const rest = isFirst ? null : from;
    const { isReverse } = this.#range;
    if (isIn && !isReverse) this.#take(node);
    if (node.below !== null) this.#readBelow(node, depth, rest, to);
    if (isIn && isReverse) this.#take(node);
  }

  #readBelow(
    node: TableNode,
    depth: number,
    from: Deno.KvKey | null,
    to: Deno.KvKey | null,
  ): void {
    const { isReverse, limit } = this.#range;
    const low = from?.[depth];
    const high = to?.[depth];
    const start = isReverse ? high : low;
    const stop = isReverse ? low : high;
    const sign = isReverse ? -1 : 1;
    for (const child of node.below!.inOrder(start, isReverse)) {
      if (this.#found.length >= limit) return;
      const { part } = child;
      if (start !== undefined && sign * comparePart(part, start) < 0) continue;
      if (stop !== undefined && sign * comparePart(part, stop) > 0) return;
      const first = part === low ? from : null;
      const end = part === high ? to : null;
      this.readAt(child, depth + 1, first, end);
    }
  }

  #take(node: TableNode): void {
    const { value, versionstamp } = node;
    if (versionstamp === null || this.#found.length >= this.#range.limit) {
      return;
    }
    this.#found.push({ key: keyOf(node), value, versionstamp });
  }
}
