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
/** Hashes gathered before the largest are thrown away; sorting is dear. */
const MAX_GATHERED = 4 * EXACT_UP_TO;

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

/** A mergeable count of distinct visitors. */
export class Visitors {
  #hashes = new Set<number>();
  /** Hashes from here on are not among the smallest. */
  #limit = HASH_SPACE;

  /** Counts a visitor, once however often it is called. */
  add(hash: number): void {
    if (hash >= this.#limit) return;
    this.#hashes.add(hash);
    if (this.#hashes.size > MAX_GATHERED) this.#trim();
  }

  /** Adds the visitors of {@link Visitors.toPlain}. */
  addPlain(hashes: Iterable<number>): void {
    for (const hash of hashes) this.add(hash);
  }

  /** Number of distinct visitors: exact up to 1,024, then ± 3.1 %. */
  get count(): number {
    this.#trim();
    return this.#hashes.size < EXACT_UP_TO
      ? this.#hashes.size
      : Math.round((EXACT_UP_TO - 1) / (this.#largest() / HASH_SPACE));
  }

  /** The smallest hashes, in order; at most 1,024 of them (8 KiB). */
  toPlain(): Float64Array {
    this.#trim();
    return Float64Array.from(this.#hashes).sort();
  }

  #largest(): number {
    let largest = 0;
    for (const hash of this.#hashes) if (hash > largest) largest = hash;
    return largest;
  }

  #trim(): void {
    if (this.#hashes.size <= EXACT_UP_TO) return;
    const kept = Float64Array.from(this.#hashes).sort()
      .subarray(0, EXACT_UP_TO);
    this.#hashes = new Set(kept);
    this.#limit = kept[EXACT_UP_TO - 1]!;
  }
}
