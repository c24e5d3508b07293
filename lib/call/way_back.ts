/**
 * The way back to the partner before, for a Next that was pressed by mistake:
 * offered to the one who pressed it, proposed to the one who was left. It ends
 * by itself when nobody takes it.
 *
 * @module
 */

import { AGREE_MS, ASK_BACK_MS } from "@/lib/protocol/way_back.ts";
import type { SignalingClient } from "./signaling/rest_client.ts";
import type { Timers } from "./timers.ts";

/**
 * Whether there is a way back: after our Next we `may-ask`, then we are
 * `asking`; where the other side has asked us we are `asked`, or have `agreed`.
 */
export type WayBackState = "none" | "may-ask" | "asking" | "asked" | "agreed";

/** What it needs from outside. */
export interface WayBackDeps {
  /** Tells the server. */
  readonly client: Pick<SignalingClient, "goBack">;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Told of every change. */
  readonly onChange: (state: WayBackState) => void;
}

/** One way back at a time. */
export class WayBack {
  readonly #deps: WayBackDeps;
  #state: WayBackState = "none";
  #pairId = "";
  #cancelEnd: () => void = () => {};

  /** Makes one with nowhere to go back to. */
  constructor(deps: WayBackDeps) {
    this.#deps = deps;
  }

  /** Takes note that the visitor left a call by Next. */
  noteNext(pairId: string): void {
    this.#pairId = pairId;
    this.#become("may-ask", ASK_BACK_MS);
  }

  /** Takes note that the other side of an earlier call asks to come back. */
  noteAsked(pairId: string): void {
    this.#pairId = pairId;
    this.#become("asked", AGREE_MS);
  }

  /**
   * Asks, or agrees; what comes of it comes as a match.
   *
   * @param isReady Resolves once the server knows that we wait.
   */
  async take(isReady: Promise<void>): Promise<void> {
    const before = this.#state;
    if (before !== "may-ask" && before !== "asked") return;
    const pairId = this.#pairId;
    this.#become(before === "asked" ? "agreed" : "asking", AGREE_MS);
    try {
      await isReady;
      await this.#deps.client.goBack({ pairId });
    } catch {
      // The other side has gone on, or nobody knows: the search goes on.
      if (this.#pairId === pairId) this.end();
    }
  }

  /** Gives it up: nobody wants it, or there is another partner. */
  end(): void {
    if (this.#state !== "none") this.#become("none");
  }

  #become(state: WayBackState, lifeMs?: number): void {
    const { timers, onChange } = this.#deps;
    this.#cancelEnd();
    this.#state = state;
    if (lifeMs === undefined) this.#pairId = "";
    else this.#cancelEnd = timers.after(lifeMs, () => this.end());
    onChange(state);
  }
}
