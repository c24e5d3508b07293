/**
 * Doing heavy work one after the other.
 *
 * @module
 */

/** Runs tasks in turn, and refuses one when too many wait. */
export class SerialQueue {
  readonly #maxWaiting: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Begins with nothing to do.
   *
   * @param maxWaiting Tasks that may wait, the one under way included.
   */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Runs a task when all before it are done.
   *
   * @returns What it returns; `undefined` when it was refused.
   */
  async run<T>(task: () => Promise<T>): Promise<T | undefined> {
    if (this.#waiting >= this.#maxWaiting) return undefined;
    this.#waiting++;
    const result = this.#last.then(task);
    // The next one runs whatever became of this one, which its giver hears.
    this.#last = result.catch(() => {});
    try {
      return await result;
    } finally {
      this.#waiting--;
    }
  }
}
