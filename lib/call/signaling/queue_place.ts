/**
 * The visitor's place on the server, in the queue or in a call: joined and left
 * by one request after the other, in the order in which it was asked for.
 *
 * @module
 */

import type { EnqueueBody } from "@/lib/protocol/enqueue.ts";
import type { SignalingClient } from "./rest_client.ts";
import type { CallOptions } from "./rest_request.ts";

/** Joins and leaves; only the newest wish counts. */
export class QueuePlace {
  readonly #client: Pick<SignalingClient, "enqueue" | "leave">;
  #lastRequest: Promise<unknown> = Promise.resolve();
  /** The newest wish; aborted once it is no longer wanted. */
  #wish = new AbortController();
  #isWishToJoin = false;
  #unanswered = 0;

  /** Makes a place that nobody has asked for yet. */
  constructor(client: Pick<SignalingClient, "enqueue" | "leave">) {
    this.#client = client;
  }

  /** Whether the server has answered all that was asked. */
  get isSettled(): boolean {
    return this.#unanswered === 0;
  }

  /** Resolves once the server has answered all that was asked until now. */
  async settled(): Promise<void> {
    await this.#lastRequest;
  }

  /**
   * Joins the queue, or takes new filters to the place there.
   *
   * @returns Whether the place is still wanted now that the server answered.
   * @throws {SignalingError} When the server refuses, or cannot be reached,
   * and the place is still wanted.
   */
  join(body: EnqueueBody): Promise<boolean> {
    // Of one that is sent twice nobody could tell which one was answered.
    const attempts = body.onlyIfWaiting ? { attempts: 1 } : {};
    const joined = this.#send((options) =>
      this.#client.enqueue(body, { ...options, ...attempts })
    );
    this.#isWishToJoin = true;
    return joined;
  }

  /**
   * Leaves the queue or the call.
   *
   * @returns Whether nothing else was asked for meanwhile.
   * @throws {SignalingError} When the server cannot be reached.
   */
  leave(): Promise<boolean> {
    return this.#send((options) => this.#client.leave(options));
  }

  /**
   * Drops a join that was not yet sent, for the end of a search: after a match
   * the server would take it as a wish to leave that call.
   */
  settle(): void {
    if (this.#isWishToJoin) this.#wish.abort();
  }

  /** Drops everything not yet sent: the place is another tab's from now on. */
  yield(): void {
    this.#wish.abort();
  }

  #send(request: (options: CallOptions) => Promise<void>): Promise<boolean> {
    this.#wish.abort();
    this.#isWishToJoin = false;
    const { signal } = this.#wish = new AbortController();
    this.#unanswered++;
    const answer = this.#lastRequest.then(async () => {
      if (signal.aborted) return false;
      try {
        await request({ signal, abortsOnlyRetries: true });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return !signal.aborted;
    }).finally(() => this.#unanswered--);
    // The caller is told of a failure; the next request is sent all the same.
    this.#lastRequest = answer.catch(() => {});
    return answer;
  }
}
