/**
 * What was used of late, by name.
 *
 * @module
 */

import { LRUCache } from "lru-cache";

/** Without it `get()` of the cache makes an object of options for each look. */
const NO_OPTIONS = {};

/**
 * Keeps so many things; whichever was not asked for longest is forgotten first.
 * A request looks into some eight of these, and a search for a partner once
 * for each place that it passes.
 */
export class RecentlyUsed<V extends NonNullable<unknown>> {
  readonly #cache: LRUCache<string, V>;

  /**
   * Starts empty.
   *
   * @param max How many things are kept.
   */
  constructor(max: number) {
    this.#cache = new LRUCache({ max });
  }

  /** Looks something up, which counts as a use. */
  get(name: string): V | undefined {
    return this.#cache.get(name, NO_OPTIONS);
  }

  /** Forgets something. */
  delete(name: string): void {
    this.#cache.delete(name);
  }

  /** Says whether something is kept, which is no use of it. */
  has(name: string): boolean {
    return this.#cache.has(name);
  }

  /** Keeps something, in place of what had its name. */
  set(name: string, value: V): void {
    this.#cache.set(name, value, NO_OPTIONS);
  }
}
