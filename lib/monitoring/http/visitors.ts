/**
 * How many different visitors there were, in bounded memory.
 *
 * Keeps the smallest hashes seen (k minimum values: Bar-Yossef et al.,
 * "Counting distinct elements in a data stream", 2002). Two estimates merge by
 * keeping the smallest of both, so visitors of an hour or a day are counted
 * once, on however many instances they were seen.
 *
 * @module
 */

/**
 * Hashes kept. Up to here the count is exact; above, its standard error is
 * 1 / √(k − 2), which is 3.1 %.
 */
export const EXACT_UP_TO = 1024;

const HASH_SPACE = 2 ** 53;
const EMPTY_SLOT = -1;
const FEWEST_SLOTS = 64;
const MOST_SLOTS = 4 * EXACT_UP_TO;

/** Turns an id into a number in [0, 2⁵³). */
export type VisitorHash = (id: string) => number;

/**
 * Makes a keyed hash of visitor ids: different keys give unrelated hashes.
 *
 * It mixes well but is no cryptographic hash, and needs not be: the ids are
 * random and signed, so nobody can choose or guess one. The function is
 * `cyrb53` by bryc (public domain), seeded with the key.
 *
 * @param key Secret shared by all instances, or their counts would not merge.
 */
export function createVisitorHash(key: string): VisitorHash {
  const seed = mix(key, 0xdeadbeef, 0x41c6ce57);
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 21) >>> 0;
  return (id) => mix(id, low, high);
}

function mix(text: string, seed1: number, seed2: number): number {
  let h1 = seed1, h2 = seed2;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, 2654435761);
    h2 = Math.imul(h2 ^ code, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^
    Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^
    Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (h2 & 0x1fffff) * 2 ** 32 + (h1 >>> 0);
}

/**
 * A mergeable count of distinct visitors.
 *
 * The hashes are in an open-addressed table, at most half full: a `Set` of
 * such large numbers costs five times as much, for each request.
 */
export class Visitors {
  #slots = new Float64Array(FEWEST_SLOTS).fill(EMPTY_SLOT);
  #size = 0;
  /** Hashes from here on are not among the smallest. */
  #limit = HASH_SPACE;

  /** Counts a visitor, once however often it is called. */
  add(hash: number): void {
    if (hash >= this.#limit) return;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (hash >>> 0) & mask;
    while (slots[at] !== EMPTY_SLOT) {
      if (slots[at] === hash) return;
      at = (at + 1) & mask;
    }
    slots[at] = hash;
    if (++this.#size * 2 > slots.length) this.#makeRoom();
  }

  /** Adds the visitors of {@link Visitors.toPlain}, which are in order. */
  addPlain(hashes: Float64Array): void {
    for (const hash of hashes) {
      if (hash >= this.#limit) break;
      this.add(hash);
    }
  }

  /** Number of distinct visitors: exact up to 1,024, then ± 3.1 %. */
  get count(): number {
    const smallest = this.toPlain();
    return smallest.length < EXACT_UP_TO
      ? smallest.length
      : Math.round((EXACT_UP_TO - 1) / (smallest.at(-1)! / HASH_SPACE));
  }

  /** The smallest hashes, in order; at most 1,024 of them (8 KiB). */
  toPlain(): Float64Array<ArrayBuffer> {
    return this.#slots.filter((hash) => hash !== EMPTY_SLOT).sort()
      .slice(0, EXACT_UP_TO);
  }

  /** Doubles the table, or at its largest throws away all but the smallest. */
  #makeRoom(): void {
    const isLargest = this.#slots.length === MOST_SLOTS;
    const kept = isLargest ? this.toPlain() : this.#slots;
    const slotCount = isLargest ? MOST_SLOTS : this.#slots.length * 2;
    this.#slots = new Float64Array(slotCount).fill(EMPTY_SLOT);
    this.#size = 0;
    for (const hash of kept) if (hash !== EMPTY_SLOT) this.add(hash);
    if (isLargest) this.#limit = kept.at(-1)!;
  }
}
