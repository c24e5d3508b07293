/**
 * A mergeable quantile sketch: percentiles of an hour or a day that are real,
 * not averages of averages.
 *
 * Buckets grow by a fixed ratio, as in DDSketch (Masson, Rim, Lee: "DDSketch",
 * VLDB 2019, section 2.1), so every quantile is within {@link RELATIVE_ERROR}
 * of the exact one, for long tails too. Two sketches merge by adding buckets,
 * which is the same as having added all values to one.
 *
 * @module
 */

/** Largest relative error of a quantile: 1 %. */
export const RELATIVE_ERROR = 0.01;

/** Values below this count as zero. */
const SMALLEST = 1e-9;
/** Values above this share the last bucket, so memory stays bounded. */
const LARGEST = 1e15;

const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const PER_LN_GAMMA = 1 / Math.log(GAMMA);
const HIGHEST_INDEX = Math.ceil(Math.log(LARGEST) * PER_LN_GAMMA);
/** Spare buckets on both sides when the bucket array grows. */
const SPARE_BUCKETS = 32;

/** A sketch as plain data: fits in JSON and in Deno KV. */
export interface PlainSketch {
  /** Number of values. */
  count: number;
  /** Sum of the values. */
  sum: number;
  /** Smallest value; 0 when there is none. */
  min: number;
  /** Largest value; 0 when there is none. */
  max: number;
  /** How many values were zero. */
  zeroCount: number;
  /**
   * Used buckets, in order, as pairs of index and count in one flat list;
   * each index is the distance from the one before. Small whole numbers mostly
   * cost two bytes each in KV, half of what a typed array would take.
   */
  buckets: number[];
}

/**
 * Counts values ≥ 0 so that quantiles can be asked for.
 *
 * `count`, `min` and `max` are exact. `sum` is the sum of floating-point
 * additions: exact, and the same in any order, where all values are whole
 * multiples of one power of two (whole numbers, for example) and the sum stays
 * below 2⁵³ of them.
 *
 * @example Usage
 * ```ts
 * import { equal, ok } from "node:assert/strict";
 * import { Sketch } from "@/lib/monitoring/core/sketch.ts";
 *
 * const sketch = new Sketch();
 * for (let ms = 1; ms <= 100; ms++) sketch.add(ms);
 * equal(sketch.count, 100);
 * ok(Math.abs(sketch.quantile(0.5)! - 50) <= 0.5);
 * ```
 */
export class Sketch {
  #counts = new Float64Array(0);
  /** Bucket index that `#counts[0]` stands for. */
  #offset = 0;
  #zeroCount = 0;
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  /** Number of values. */
  get count(): number {
    return this.#count;
  }

  /** Sum of the values, in their unit. */
  get sum(): number {
    return this.#sum;
  }

  /** Smallest value; `undefined` when there is none. */
  get min(): number | undefined {
    return this.#count === 0 ? undefined : this.#min;
  }

  /** Largest value; `undefined` when there is none. */
  get max(): number | undefined {
    return this.#count === 0 ? undefined : this.#max;
  }

  /**
   * Adds a value.
   *
   * @param value What was measured, ≥ 0.
   * @param count How many times it was measured. Default 1.
   * @throws {RangeError} When the value is negative or not finite.
   */
  add(value: number, count = 1): void {
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(
        `Cannot sketch the value as it must be >= 0 and finite: current value is ${value}`,
      );
    }
    if (value < SMALLEST) this.#zeroCount += count;
    else this.#addToBucket(indexOf(value), count);
    this.#count += count;
    this.#sum += value * count;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Adds everything that another sketch holds; that one stays as it is. */
  merge(other: Sketch): void {
    other.#counts.forEach((count, i) => {
      if (count > 0) this.#addToBucket(other.#offset + i, count);
    });
    this.#zeroCount += other.#zeroCount;
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /**
   * Estimates a quantile, within 1 % of the exact one.
   *
   * @param q Which one, 0 to 1: 0.95 is the 95th percentile. The exact one is
   * the value at position floor(q × (count − 1)) of the sorted values.
   * @returns The estimate in the values' unit; `undefined` when there are none.
   */
  quantile(q: number): number | undefined {
    if (this.#count === 0) return undefined;
    const rank = Math.floor(Math.min(1, Math.max(0, q)) * (this.#count - 1));
    if (rank === 0) return this.#min;
    if (rank === this.#count - 1) return this.#max;
    let seen = this.#zeroCount;
    if (seen > rank) return 0;
    for (let i = 0; i < this.#counts.length; i++) {
      seen += this.#counts[i]!;
      if (seen > rank) return this.#clamp(middleOf(this.#offset + i));
    }
    return this.#max;
  }

  /** The sketch as plain data. */
  toPlain(): PlainSketch {
    const buckets: number[] = [];
    let before = 0;
    this.#counts.forEach((count, i) => {
      if (count === 0) return;
      buckets.push((this.#offset + i - before) | 0, asSmall(count));
      before = this.#offset + i;
    });
    return {
      count: this.#count,
      sum: this.#sum,
      min: this.min ?? 0,
      max: this.max ?? 0,
      zeroCount: this.#zeroCount,
      buckets,
    };
  }

  /** Makes a sketch of what {@link Sketch.toPlain} gave. */
  static fromPlain(plain: PlainSketch): Sketch {
    const sketch = new Sketch();
    sketch.addPlain(plain);
    return sketch;
  }

  /** Like {@link Sketch.merge}, without making a sketch of the plain form. */
  addPlain(plain: PlainSketch): void {
    if (plain.count === 0) return;
    const { buckets } = plain;
    for (let i = 0, index = 0; i < buckets.length; i += 2) {
      index += buckets[i]!;
      this.#addToBucket(index, buckets[i + 1]!);
    }
    this.#zeroCount += plain.zeroCount;
    this.#count += plain.count;
    this.#sum += plain.sum;
    this.#min = Math.min(this.#min, plain.min);
    this.#max = Math.max(this.#max, plain.max);
  }

  #addToBucket(index: number, count: number): void {
    let at = index - this.#offset;
    if (at < 0 || at >= this.#counts.length) at = this.#makeRoomFor(index);
    this.#counts[at]! += count;
  }

  /** Widens the bucket array and returns the position of `index` in it. */
  #makeRoomFor(index: number): number {
    const old = this.#counts;
    const isNew = old.length === 0;
    const low = isNew ? index : Math.min(index, this.#offset);
    const high = isNew ? index : Math.max(index, this.#offset + old.length - 1);
    const offset = low === this.#offset && !isNew ? low : low - SPARE_BUCKETS;
    this.#counts = new Float64Array(high + SPARE_BUCKETS - offset + 1);
    if (!isNew) this.#counts.set(old, this.#offset - offset);
    this.#offset = offset;
    return index - offset;
  }

  #clamp(value: number): number {
    return Math.min(this.#max, Math.max(this.#min, value));
  }
}

/**
 * The same number in the engine's form of small whole numbers, if it is one:
 * read from a float array it is not, and takes nine bytes in KV for two.
 */
function asSmall(count: number): number {
  return count < 2 ** 30 ? count | 0 : count;
}

/** The bucket of a value: it holds (γ^(i−1), γ^i]. */
function indexOf(value: number): number {
  return value > LARGEST
    ? HIGHEST_INDEX
    : Math.ceil(Math.log(value) * PER_LN_GAMMA);
}

/** The value that is within the relative error of everything in a bucket. */
function middleOf(index: number): number {
  return 2 * GAMMA ** index / (GAMMA + 1);
}
