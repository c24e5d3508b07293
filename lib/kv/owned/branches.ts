/**
 * What is below one place in a tree of keys, by the next part of the key.
 *
 * @module
 */

import sortedBtree from "sorted-btree";
import { comparePart } from "./part_order.ts";

/**
 * So many are sorted whenever they are listed; of more an order is kept, once
 * they were listed. Most places are logs of some ten entries, or are never
 * listed at all.
 */
const FEW = 16;

/** Named by parts of keys; finding one does not depend on how many there are. */
export class Branches<T> {
  readonly #byPart = new Map<Deno.KvKeyPart, T>();
  #sorted: sortedBtree.default<Deno.KvKeyPart, T> | null = null;

  /** How many there are. */
  get size(): number {
    return this.#byPart.size;
  }

  /** Finds one. */
  get(part: Deno.KvKeyPart): T | undefined {
    return this.#byPart.get(part);
  }

  /** Puts one in. */
  set(part: Deno.KvKeyPart, branch: T): void {
    this.#byPart.set(part, branch);
    this.#sorted?.set(part, branch);
  }

  /** Takes one out. */
  delete(part: Deno.KvKeyPart): void {
    this.#byPart.delete(part);
    this.#sorted?.delete(part);
  }

  /**
   * Lists them in order.
   *
   * @param start Where to begin at the latest; `undefined` for the beginning,
   * or the end of a listing in reverse. Of few, all are listed.
   */
  inOrder(
    start: Deno.KvKeyPart | undefined,
    isReverse: boolean,
  ): Iterable<[Deno.KvKeyPart, T]> {
    if (this.#sorted === null) {
      const all = [...this.#byPart];
      all.sort(isReverse ? backward : forward);
      if (all.length <= FEW) return all;
      this.#sorted = new sortedBtree.default<Deno.KvKeyPart, T>(
        all,
        comparePart,
      );
    }
    return isReverse
      ? this.#sorted.entriesReversed(start)
      : this.#sorted.entries(start);
  }
}

type Named = readonly [Deno.KvKeyPart, unknown];

function forward([one]: Named, [other]: Named): number {
  return comparePart(one, other);
}

function backward([one]: Named, [other]: Named): number {
  return comparePart(other, one);
}
