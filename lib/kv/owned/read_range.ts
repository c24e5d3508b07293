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
    const { isReverse } = this.#range;
    const below = node.below!;
    const { few } = below;
    if (few === null) {
      const start = (isReverse ? to : from)?.[depth];
      for (const child of below.inOrder(start, isReverse)) {
        if (!this.#readChild(child, depth, from, to)) return;
      }
      return;
    }
    const last = few.length - 1;
    for (let i = 0; i <= last; i++) {
      const child = few[isReverse ? last - i : i]!;
      if (!this.#readChild(child, depth, from, to)) return;
    }
  }

  /** Reads a place just below another; says whether to go on behind it. */
  #readChild(
    child: TableNode,
    depth: number,
    from: Deno.KvKey | null,
    to: Deno.KvKey | null,
  ): boolean {
    const { isReverse, limit } = this.#range;
    if (this.#found.length >= limit) return false;
    const fromLow = from === null ? 1 : comparePart(child.part, from[depth]!);
    const toHigh = to === null ? -1 : comparePart(child.part, to[depth]!);
    if (fromLow < 0) return !isReverse;
    if (toHigh > 0) return isReverse;
    const first = fromLow === 0 ? from : null;
    const end = toHigh === 0 ? to : null;
    this.readAt(child, depth + 1, first, end);
    return true;
  }

  #take(node: TableNode): void {
    const { value, versionstamp } = node;
    if (versionstamp === null || this.#found.length >= this.#range.limit) {
      return;
    }
    this.#found.push({ key: keyOf(node), value, versionstamp });
  }
}
