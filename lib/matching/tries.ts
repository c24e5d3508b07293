/**
 * Tries for a pair that are under way in this process.
 *
 * They save lost races, and decide nothing: the store does.
 *
 * @module
 */

/** Who is being tried for, and who is trying, with the end of each try. */
export class Tries {
  readonly #ends = new Map<string, Promise<void>>();

  /** Says whether somebody takes part in a try. */
  has(anonId: string): boolean {
    return this.#ends.has(anonId);
  }

  /** Waits for the end of the try that somebody takes part in, if any. */
  async ended(anonId: string): Promise<void> {
    await this.#ends.get(anonId);
  }

  /** Runs a try, so that others can see who takes part in it. */
  async run<T>(
    anonIds: readonly string[],
    attempt: () => Promise<T>,
  ): Promise<T> {
    const { promise: end, resolve } = Promise.withResolvers<void>();
    for (const anonId of anonIds) this.#ends.set(anonId, end);
    try {
      return await attempt();
    } finally {
      for (const anonId of anonIds) {
        // Another try of the same person may have begun meanwhile.
        if (this.#ends.get(anonId) === end) this.#ends.delete(anonId);
      }
      resolve();
    }
  }
}
