/**
 * The search for a partner: the visitor's filters, the place in the queue, and
 * the question for a match while that place is theirs.
 *
 * @module
 */

import { type BackoffBounds, backoffMs } from "@/lib/retry/backoff.ts";
import { DEFAULT_FILTERS, type Filters, toEnqueueBody } from "../filters.ts";
import { QueuePlace } from "./queue_place.ts";
import type { SignalingClient } from "./rest_client.ts";
import { SignalingError } from "./signaling_error.ts";
import type { SignalSource } from "./signals.ts";
import type { Timers } from "../timers.ts";

/**
 * How long a search waits that cannot reach the server, besides the retries of
 * its request: everybody waits at once when it is the server that is gone.
 */
const OUTAGE_WAITS: BackoffBounds = { firstMs: 1_000, longestMs: 10_000 };

/**
 * How long after joining an offer is taken along at the earliest, milliseconds.
 * Joining again ends a match that was made meanwhile: its news needs this long
 * to be here, or the partner would be met and left at once.
 */
export const OFFER_WAIT_MS = 1_000;

/** What a search needs from outside. */
export interface SearchDeps {
  /** Joins and leaves the queue. */
  readonly client: Pick<SignalingClient, "enqueue" | "leave">;
  /** Brings the match. */
  readonly source: Pick<SignalSource, "expect">;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Told whether the search waits for the server to be back. */
  readonly onOutage: (isOffline: boolean) => void;
  /** Told when the server does not let us in. */
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
  /** Requests in a row that did not reach the server. */
  #failures = 0;
  #cancelRetry: () => void = () => {};
  #joinedAtMs = 0;
  #cancelOffer: () => void = () => {};

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

  /** Takes an offer that is ready; a search that goes on takes it along. */
  setOffer(sdp: string): void {
    this.#offer = sdp;
    if (!this.#isOn) return;
    const { timers } = this.#deps;
    const sinceMs = timers.nowMs() - this.#joinedAtMs;
    this.#cancelOffer();
    this.#cancelOffer = timers.after(
      Math.max(0, OFFER_WAIT_MS - sinceMs),
      () => this.rejoin(),
    );
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
    this.#cancelRetry();
    this.#cancelOffer();
    const { source, timers } = this.#deps;
    this.#joinedAtMs = timers.nowMs();
    source.expect({ kind: "nothing" });
    const mayBeOutdated = this.#mayBeOutdated;
    this.#mayBeOutdated = true;
    const sdp = this.#offered = this.#offer;
    const body = {
      ...toEnqueueBody(this.#filters),
      ...(sdp !== null && { offer: { sdp } }),
    };
    this.#place.join(body).then((isWanted) => {
      if (!isWanted) return;
      this.#failures = 0;
      this.#deps.onOutage(false);
      source.expect({ kind: "match", mayBeOutdated });
    }, (error) => this.#survive(error));
  }

  /** Resolves once the place that was asked for is ours, as far as it may. */
  settled(): Promise<void> {
    return this.#place.settled();
  }

  /** Takes note that this device has a network, perhaps again. */
  noteNetworkChange(): void {
    if (this.#failures > 0) this.rejoin();
  }

  /** Ends the search; the place is kept, it may be a call by now. */
  end(): void {
    this.#isOn = false;
    this.#failures = 0;
    this.#cancelRetry();
    this.#cancelOffer();
    this.#place.settle();
  }

  /** Lets another tab have the place, even if giving it up is on its way. */
  yield(): void {
    this.#place.yield();
  }

  /** Tries again later, until the server is there or the visitor leaves. */
  #survive(error: unknown): void {
    const { timers, random, onOutage, onError } = this.#deps;
    const isOutage = error instanceof SignalingError && error.isTransient;
    if (!isOutage) return onError(error);
    onOutage(true);
    const delayMs = backoffMs(++this.#failures, random, OUTAGE_WAITS);
    this.#cancelRetry = timers.after(delayMs, () => this.rejoin());
  }

  /** Gives the place up. */
  leave(): void {
    // Not answered is as good as done: the lease on our place runs out.
    this.#place.leave().catch(() => {});
  }
}
