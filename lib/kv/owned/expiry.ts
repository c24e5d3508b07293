/**
 * What expires when, to be found without looking at everything.
 *
 * @module
 */

/** Something is removed within so many milliseconds after it expired. */
const STEP_MS = 60_000;

/** Anything that is over at some time. */
export interface Expiring {
  /** When, Unix milliseconds; `Infinity` for never. */
  expiresAt: number;
}

/** Things by the step of time in which they expire. */
export class Expiry<T extends Expiring> {
  readonly #steps = new Map<number, Set<T>>();

  /** How many are to expire. */
  get size(): number {
    let size = 0;
    for (const step of this.#steps.values()) size += step.size;
    return size;
  }

  /** Gives something the time at which it expires, in place of an earlier. */
  move(item: T, expiresAt: number): void {
    const before = stepOf(item.expiresAt);
    const after = stepOf(expiresAt);
    item.expiresAt = expiresAt;
    if (before === after) return;
    const old = this.#steps.get(before);
    old?.delete(item);
    if (old?.size === 0) this.#steps.delete(before);
    if (after === Infinity) return;
    const step = this.#steps.get(after);
    if (step === undefined) this.#steps.set(after, new Set([item]));
    else step.add(item);
  }

  /** Lists what has expired; it stays until it is moved. */
  due(now: number): T[] {
    const due: T[] = [];
    for (const [step, items] of this.#steps) {
      if (step * STEP_MS > now) continue;
      for (const item of items) if (item.expiresAt <= now) due.push(item);
    }
    return due;
  }
}

function stepOf(expiresAt: number): number {
  return Math.ceil(expiresAt / STEP_MS);
}
