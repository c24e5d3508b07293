/**
 * Reading keys in order.
 *
 * @module
 */

import type { KeyRange } from "./key_range.ts";
import { comparePart } from "./part_order.ts";
import { findBelow, type TableNode } from "./table_node.ts";

/** Reads a part of a tree of keys, in order, up to the limit. */
export function readRange(
  root: TableNode,
  range: KeyRange,
): Deno.KvEntry<unknown>[] {
  const found: Deno.KvEntry<unknown>[] = [];
  const { prefix, from, to } = range;
  const top = findBelow(root, prefix);
  if (top !== undefined) {
    new Reading(range, [...prefix], found).readAt(top, from, to);
  }
  return found;
}

/** One walk through the tree. */
class Reading {
  readonly #range: KeyRange;
  readonly #found: Deno.KvEntry<unknown>[];
  /** Key of the place that is looked at. */
  readonly #path: Deno.KvKeyPart[];

  constructor(
    range: KeyRange,
    path: Deno.KvKeyPart[],
    found: Deno.KvEntry<unknown>[],
  ) {
    this.#range = range;
    this.#path = path;
    this.#found = found;
  }

  /**
   * Reads a place and what is below it.
   *
   * @param from The first key; `null` when all here is behind it.
   * @param to The end; `null` when all here is before it.
   */
  readAt(
    node: TableNode,
    from: Deno.KvKey | null,
    to: Deno.KvKey | null,
  ): void {
    const depth = this.#path.length;
    if (to !== null && to.length === depth) return;
    const isFirst = from?.length === depth;
    const isIn = isFirst ? !this.#range.isBehindFrom : from === null;
    const rest = isFirst ? null : from;
    const { isReverse } = this.#range;
    if (isIn && !isReverse) this.#take(node);
    if (node.below !== null) this.#readBelow(node, rest, to);
    if (isIn && isReverse) this.#take(node);
  }

  #readBelow(
    node: TableNode,
    from: Deno.KvKey | null,
    to: Deno.KvKey | null,
  ): void {
    const { isReverse, limit } = this.#range;
    const depth = this.#path.length;
    const [low, high] = [from?.[depth], to?.[depth]];
    const [start, stop] = isReverse ? [high, low] : [low, high];
    const sign = isReverse ? -1 : 1;
    for (const [part, child] of node.below!.inOrder(start, isReverse)) {
      if (this.#found.length >= limit) return;
      if (start !== undefined && sign * comparePart(part, start) < 0) continue;
      if (stop !== undefined && sign * comparePart(part, stop) > 0) return;
      this.#path.push(part);
      this.readAt(child, part === low ? from : null, part === high ? to : null);
      this.#path.pop();
    }
  }

  #take({ value, versionstamp }: TableNode): void {
    if (versionstamp === null || this.#found.length >= this.#range.limit) {
      return;
    }
    this.#found.push({ key: this.#path.slice(), value, versionstamp });
  }
}
