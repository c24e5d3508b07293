/**
 * The complete copy of the owned keys: everything that is on disk, in order.
 *
 * @module
 */

import sortedBtree from "sorted-btree";

/** One key as it is kept. Its entry is handed out as it is, so it is frozen. */
export interface Held {
  /** What readers get. */
  readonly entry: Deno.KvEntry<unknown>;
  /** When it may go, Unix milliseconds; `Infinity` for never. */
  readonly expiresAt: number;
  /** Whether the record may have a row of its own for it. */
  isSettled: boolean;
}

/** What part of the table is read. */
export interface TableRange {
  /** First text. */
  from: string;
  /** Text that is left out, with all behind it. */
  to: string;
  /** Whether to begin at the end. */
  isReverse: boolean;
  /** Entries at most. */
  limit: number;
}

/** Keys are removed within so many milliseconds after they expired. */
const EXPIRY_STEP_MS = 60_000;

/**
 * Entries by key, sorted. A map beside the tree finds single keys: most reads
 * are of one key, and a tree compares its way down to it.
 */
export class MemoryTable {
  readonly #byText = new Map<string, Held>();
  readonly #tree = new sortedBtree.default<string, Held>(undefined, inOrder);
  /** Texts of keys by the step of time in which they expire. */
  readonly #expiring = new Map<number, string[]>();

  /** Number of keys. */
  get size(): number {
    return this.#byText.size;
  }

  /** Finds a key by its text. */
  get(text: string): Held | undefined {
    return this.#byText.get(text);
  }

  /** Puts a key in the place of what was there. */
  set(text: string, held: Held): void {
    this.#byText.set(text, held);
    this.#tree.set(text, held);
    if (held.expiresAt === Infinity) return;
    const step = Math.ceil(held.expiresAt / EXPIRY_STEP_MS);
    const texts = this.#expiring.get(step);
    if (texts === undefined) this.#expiring.set(step, [text]);
    else texts.push(text);
  }

  /** Takes a key out. */
  delete(text: string): void {
    if (this.#byText.delete(text)) this.#tree.delete(text);
  }

  /** Reads part of the table; entries come with their texts. */
  read({ from, to, isReverse, limit }: TableRange): [string, Held][] {
    const found: [string, Held][] = [];
    if (isReverse) {
      let pair = this.#tree.nextLowerPair(to);
      while (pair !== undefined && pair[0] >= from && found.length < limit) {
        found.push(pair);
        pair = this.#tree.nextLowerPair(pair[0]);
      }
      return found;
    }
    this.#tree.forRange(from, to, false, (text, held) => {
      found.push([text, held]);
      return found.length < limit ? undefined : { break: true };
    });
    return found.slice(0, limit);
  }

  /** Names the keys that have expired; they stay until they are deleted. */
  *expired(now: number): Generator<[string, Held]> {
    for (const [step, texts] of this.#expiring) {
      if (step * EXPIRY_STEP_MS > now) continue;
      this.#expiring.delete(step);
      for (const text of texts) {
        const held = this.#byText.get(text);
        if (held !== undefined && held.expiresAt <= now) yield [text, held];
      }
    }
  }
}

/** The tree's own order of anything compares types first; these are texts. */
function inOrder(one: string, other: string): number {
  if (one < other) return -1;
  return one > other ? 1 : 0;
}
