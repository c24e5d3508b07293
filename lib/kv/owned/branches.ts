/**
 * What is below one place in a tree of keys, by the next part of the key.
 *
 * @module
 */

import sortedBtree from "sorted-btree";
import { comparePart } from "./part_order.ts";

/**
 * So many are kept in order and looked through one by one. Most places lead to
 * one other, or are logs of some ten entries.
 */
const FEW = 16;

/** What can be below a place. */
export interface Branch {
  /** The next part of the key. */
  readonly part: Deno.KvKeyPart;
}

/** Named by parts of keys; finding one does not depend on how many there are. */
export class Branches<T extends Branch> {
  /** In order, while they are few. */
  #few: T[];
  /** All of them, once they were many. */
  #byPart: Map<Deno.KvKeyPart, T> | null = null;
  /** Many in order, once they were listed: most such places never are. */
  #sorted: sortedBtree.default<Deno.KvKeyPart, T> | null = null;

  /** Begins with one. */
  constructor(first: T) {
    this.#few = [first];
  }

  /** How many there are. */
  get size(): number {
    return this.#byPart?.size ?? this.#few.length;
  }

  /**
   * All of them in order, while they are few: to be walked by number, as an
   * iterator makes an object for each step. `null` once they are many.
   */
  get few(): readonly T[] | null {
    return this.#byPart === null ? this.#few : null;
  }

  /** Finds one. */
  get(part: Deno.KvKeyPart): T | undefined {
    if (this.#byPart !== null) return this.#byPart.get(part);
    const few = this.#few;
    // By number: an iterator makes an object for each step.
    for (let i = 0; i < few.length; i++) {
      if (few[i]!.part === part) return few[i];
    }
    return undefined;
  }

  /** Puts one in; there must be none of this part. */
  add(branch: T): void {
    const { part } = branch;
    if (this.#byPart === null) this.#addToFew(branch);
    this.#byPart?.set(part, branch);
    this.#sorted?.set(part, branch);
  }

  /** Takes one out. */
  delete(part: Deno.KvKeyPart): void {
    const few = this.#few;
    for (let i = 0; i < few.length; i++) {
      if (few[i]!.part !== part) continue;
      // Unlike `splice` this makes no array of what it takes out.
      if (i === few.length - 1) few.pop();
      else few.splice(i, 1);
      break;
    }
    this.#byPart?.delete(part);
    this.#sorted?.delete(part);
  }

  /**
   * Lists them in order; not to be changed before the list is read.
   *
   * @param start Where to begin at the latest; `undefined` for the beginning,
   * or the end of a listing in reverse. Of few, all are listed.
   */
  inOrder(start: Deno.KvKeyPart | undefined, isReverse: boolean): Iterable<T> {
    if (this.#byPart === null) {
      return isReverse ? this.#few.toReversed() : this.#few;
    }
    this.#sorted ??= new sortedBtree.default<Deno.KvKeyPart, T>(
      [...this.#byPart],
      comparePart,
    );
    return isReverse
      ? secondsOf(this.#sorted.entriesReversed(start))
      : this.#sorted.values(start);
  }

  #addToFew(branch: T): void {
    const few = this.#few;
    // Most come in order, to logs and queues.
    let at = few.length;
    while (at > 0 && comparePart(few[at - 1]!.part, branch.part) > 0) at--;
    if (at === few.length) few.push(branch);
    else few.splice(at, 0, branch);
    if (few.length <= FEW) return;
    this.#byPart = new Map(few.map((each) => [each.part, each]));
    this.#few = [];
  }
}

function* secondsOf<T>(pairs: Iterable<[unknown, T]>): Generator<T> {
  for (const [, second] of pairs) yield second;
}
