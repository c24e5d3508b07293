/**
 * The search for a partner: the visitor's filters, the place in the queue, and
 * the question for a match while that place is theirs.
 *
 * @module
 */

import { DEFAULT_FILTERS, type Filters, toEnqueueBody } from "../filters.ts";
import { QueuePlace } from "./queue_place.ts";
import type { SignalingClient } from "./rest_client.ts";
import type { SignalSource } from "./signals.ts";

/** What a search needs from outside. */
export interface SearchDeps {
  /** Joins and leaves the queue. */
  readonly client: Pick<SignalingClient, "enqueue" | "leave">;
  /** Brings the match. */
  readonly source: Pick<SignalSource, "expect">;
  /** Told when the queue could not be joined and the search still goes on. */
  readonly onError: (error: unknown) => void;
}

/** Searches when told to; one search at a time. */
export class Search {
  readonly #deps: SearchDeps;
  readonly #place: QueuePlace;
  #filters: Filters = DEFAULT_FILTERS;
  #offer: string | null = null;
  #offered: string | null = null;
  #isOn = false;
  #mayBeOutdated = false;

  /** Makes a search that has not begun. */
  constructor(deps: SearchDeps) {
    this.#deps = deps;
    this.#place = new QueuePlace(deps.client);
  }

  /** Takes new filters; a running search goes on with them at its place. */
  setFilters(filters: Filters): void {
    this.#filters = filters;
    this.rejoin();
  }

  /**
   * The offer that the last request took to the server. Should we be the
   * caller, it is the first one of the call: a match that came before that
   * request is ended by it.
   */
  get offered(): string | null {
    return this.#offered;
  }

  /** Takes an offer that is ready; a running search takes it to the server. */
  setOffer(sdp: string): void {
    this.#offer = sdp;
    this.rejoin();
  }

  /**
   * Begins a search.
   *
   * @param offer What we would offer; `null` while nothing is ready.
   */
  begin(offer: string | null): void {
    this.#isOn = true;
    this.#offer = offer;
    this.#mayBeOutdated = !this.#place.isSettled;
    this.rejoin();
  }

  /** Joins again where a search is on: the server forgot that we wait. */
  rejoin(): void {
    if (!this.#isOn) return;
    const { source, onError } = this.#deps;
    source.expect({ kind: "nothing" });
    const mayBeOutdated = this.#mayBeOutdated;
    this.#mayBeOutdated = true;
    const sdp = this.#offered = this.#offer;
    const body = {
      ...toEnqueueBody(this.#filters),
      ...(sdp !== null && { offer: { sdp } }),
    };
    this.#place.join(body).then((isWanted) => {
      if (isWanted) source.expect({ kind: "match", mayBeOutdated });
    }, onError);
  }

  /** Ends the search; the place is kept, it may be a call by now. */
  end(): void {
    this.#isOn = false;
    this.#place.settle();
  }

  /** Lets another tab have the place, even if giving it up is on its way. */
  yield(): void {
    this.#place.yield();
  }

  /** Gives the place up. */
  leave(): void {
    // Not answered is as good as done: the lease on our place runs out.
    this.#place.leave().catch(() => {});
  }
}
