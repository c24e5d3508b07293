/**
 * What our side of one call tells the other, by way of the server.
 *
 * @module
 */

import type {
  Description,
  DescriptionKind,
} from "@/lib/protocol/description.ts";
import type { PeerState } from "@/lib/protocol/events.ts";
import type { SignalingClient } from "../signaling/rest_client.ts";
import type { Timers } from "../timers.ts";
import { OutboundCandidates } from "./candidate_queue.ts";

/** What an outbox needs. */
export interface OutboxOptions {
  /** The call. */
  readonly pairId: string;
  /** Takes what we say. */
  readonly client: SignalingClient;
  /** Clock and alarm. */
  readonly timers: Timers;
}

/** Posts for one call, until it is closed. */
export class Outbox {
  readonly #client: SignalingClient;
  readonly #pairId: string;
  readonly #candidates: OutboundCandidates;
  readonly #end = new AbortController();

  /** Opens the outbox of a call. */
  constructor({ pairId, client, timers }: OutboxOptions) {
    this.#client = client;
    this.#pairId = pairId;
    this.#candidates = new OutboundCandidates(
      (candidates) =>
        client.postCandidates({ pairId, candidates }, this.#options),
      (delayMs, flush) => timers.after(delayMs, flush),
    );
  }

  /** Aborted when the call is over. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Posts our offer or answer. */
  postDescription(
    kind: DescriptionKind,
    description: Description,
  ): Promise<void> {
    const body = { pairId: this.#pairId, ...description };
    return this.#client.postDescription(kind, body, this.#options);
  }

  /** Posts a candidate together with others of its tick. */
  pushCandidate(candidate: RTCIceCandidateInit): void {
    this.#candidates.push(candidate);
  }

  /** Asks the caller for an ICE restart. */
  askRestart(): Promise<void> {
    return this.#client.askRestart({ pairId: this.#pairId }, this.#options);
  }

  /** Says how our connection is. */
  tellState(state: PeerState): Promise<void> {
    const body = { pairId: this.#pairId, state };
    return this.#client.tellState(body, this.#options);
  }

  /** Ends what is under way, and drops what is not yet sent. */
  close(): void {
    this.#end.abort();
    this.#candidates.close();
  }

  get #options(): { signal: AbortSignal } {
    return { signal: this.#end.signal };
  }
}
