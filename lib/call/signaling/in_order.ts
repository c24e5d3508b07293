/**
 * Requests that must reach the server in the order in which they were meant.
 *
 * @module
 */

/** Sends each request once the one before it has ended, however it ended. */
export class InOrder {
  #last: Promise<void> = Promise.resolve();

  /** Sends a request in its turn. */
  send(request: () => Promise<void>): Promise<void> {
    const done = this.#last.then(request);
    this.#last = done.catch(() => {});
    return done;
  }
}
