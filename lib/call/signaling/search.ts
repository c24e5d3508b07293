/**
 * The search for a partner: the visitor's filters, the place in the queue, and
 * the question for a match while that place is theirs.
 *
 * @module
 */

import { type BackoffBounds, backoffMs } from "@/lib/retry/backoff.ts";
import type { EnqueueBody } from "@/lib/protocol/enqueue.ts";
import { DEFAULT_FILTERS, type Filters, toEnqueueBody } from "../filters.ts";
import { QueuePlace } from "./queue_place.ts";
import type { SignalingClient } from "./rest_client.ts";
import { isNotQueued, SignalingError } from "./signaling_error.ts";
import type { SignalSource } from "./signals.ts";
import type { Timers } from "../timers.ts";

/**
 * How long a search waits that cannot reach the server, besides the retries of
 * its request: everybody waits at once when it is the server that is gone.
 */
const OUTAGE_WAITS: BackoffBounds = { firstMs: 1_000, longestMs: 10_000 };

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
  #isAddressHidden = false;
  #offer: string | null = null;
  #offered: string | null = null;
  #isOn = false;
  #mayBeOutdated = false;
  /** What was said of that when the place was asked for last. */
  #wasOutdatedPossible = false;
  /** Requests in a row that did not reach the server. */
  #failures = 0;
  /** Whether a renewal is under way, and another one is to follow. */
  #isRenewing = false;
  #isRenewalDue = false;
  #cancelRetry: () => void = () => {};

  /** Makes a search that has not begun. */
  constructor(deps: SearchDeps) {
    this.#deps = deps;
    this.#place = new QueuePlace(deps.client);
  }

  /** Takes new filters; a running search goes on with them at its place. */
  setFilters(filters: Filters): void {
    this.#filters = filters;
    this.#renew();
  }

  /** Says whether the server keeps our address from partners to come. */
  hideAddress(isHidden: boolean): void {
    if (isHidden === this.#isAddressHidden) return;
    this.#isAddressHidden = isHidden;
    // Made before, it is of a connection that is closed by now.
    this.#offer = null;
    this.#renew();
  }

  /**
   * The offer that waits on the server. Should we be the caller, it is the
   * first one of the call.
   */
  get offered(): string | null {
    return this.#offered;
  }

  /** Takes an offer that is ready; a search that goes on takes it along. */
  setOffer(sdp: string): void {
    this.#offer = sdp;
    this.#renew();
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
    this.#wasOutdatedPossible = this.#mayBeOutdated;
    this.#mayBeOutdated = true;
    // The stream brings a match before the answer does that it comes with.
    const isFirst = !this.#wasOutdatedPossible;
    this.#deps.source.expect({ kind: isFirst ? "joining" : "nothing" });
    const sdp = this.#offered = this.#offer;
    this.#place.join(this.#bodyWith(sdp)).then((isWanted) => {
      if (isWanted) this.#expectMatch();
    }, (error) => this.#survive(error));
  }

  /**
   * Takes filters and offer to the place that we have. A match that was made
   * meanwhile stays, and is not told before it is clear which offer it has.
   */
  #renew(): void {
    // A request that is to be tried again takes them along.
    if (!this.#isOn || this.#failures > 0) return;
    this.#isRenewalDue = this.#isRenewing;
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    this.#deps.source.expect({ kind: "nothing" });
    const sdp = this.#offer;
    const body = { ...this.#bodyWith(sdp), onlyIfWaiting: true, mayMiss: true };
    this.#place.join(body).then((isWanted) => {
      if (isWanted) this.#offered = sdp;
      return isWanted;
    }).finally(() => this.#isRenewing = false).then((isWanted) => {
      if (!isWanted) return;
      if (this.#isRenewalDue) this.#renew();
      else this.#expectMatch();
    }, (error) => {
      if (isNotQueued(error)) this.#expectMatch();
      // Nobody knows whether it arrived.
      else this.rejoin();
    });
  }

  #bodyWith(sdp: string | null): EnqueueBody {
    return {
      ...toEnqueueBody(this.#filters),
      ...(sdp !== null && { offer: { sdp } }),
      ...(this.#isAddressHidden && { relayOnly: true }),
    };
  }

  #expectMatch(): void {
    this.#failures = 0;
    this.#deps.onOutage(false);
    const mayBeOutdated = this.#wasOutdatedPossible;
    this.#deps.source.expect({ kind: "match", mayBeOutdated });
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
    this.#deps.source.expect({ kind: "nothing" });
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
