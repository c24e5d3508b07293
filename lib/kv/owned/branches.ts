/**
 * What is below one place in a tree of keys, by the next part of the key.
 *
 * @module
 */

import sortedBtree from "sorted-btree";
import { comparePart } from "./part_order.ts";

/**
 * So many are looked through when they are listed; of more a tree is kept, once
 * they were listed. Most places are logs of some ten entries, or are never
 * listed at all.
 */
const FEW = 16;

/** Named by parts of keys; finding one does not depend on how many there are. */
export class Branches<T> {
  readonly #byPart = new Map<Deno.KvKeyPart, T>();
  /** Whether the map has them in order. Most come so, to logs and queues. */
  #isInOrder = true;
  /** The part that came last. */
  #latest: Deno.KvKeyPart | undefined;
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
    if (this.#latest !== undefined && comparePart(this.#latest, part) > 0) {
      this.#isInOrder = false;
    }
    this.#latest = part;
    this.#byPart.set(part, branch);
    this.#sorted?.set(part, branch);
  }

  /** Takes one out. */
  delete(part: Deno.KvKeyPart): void {
    this.#byPart.delete(part);
    this.#sorted?.delete(part);
  }

  /**
   * Lists them in order; not to be changed before the list is read.
   *
   * @param start Where to begin at the latest; `undefined` for the beginning,
   * or the end of a listing in reverse. Of few, all are listed.
   */
  inOrder(
    start: Deno.KvKeyPart | undefined,
    isReverse: boolean,
  ): Iterable<[Deno.KvKeyPart, T]> {
    if (this.#sorted === null) {
      if (!this.#isInOrder) this.#putInOrder();
      if (this.#byPart.size <= FEW) {
        return isReverse ? [...this.#byPart].reverse() : this.#byPart;
      }
      this.#sorted = new sortedBtree.default<Deno.KvKeyPart, T>(
        [...this.#byPart],
        comparePart,
      );
    }
    return isReverse
      ? this.#sorted.entriesReversed(start)
      : this.#sorted.entries(start);
  }

  #putInOrder(): void {
    const all = [...this.#byPart].sort(([one], [other]) =>
      comparePart(one, other)
    );
    this.#byPart.clear();
    for (const [part, branch] of all) this.#byPart.set(part, branch);
    this.#latest = all.at(-1)?.[0];
    this.#isInOrder = true;
  }
}
