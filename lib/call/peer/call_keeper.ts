/**
 * Keeps one running call alive: hears how its path is from the browser, from
 * the counters and from the other side, restarts it, and says what it knows to
 * the other side, to the visitor and in the end to the state machine.
 *
 * @module
 */

import type { FailureReason } from "@/lib/protocol/reasons.ts";
import { type CounterStats, trafficOf } from "@/lib/webrtc_stats/traffic.ts";
import type { SignalingClient } from "../signaling/rest_client.ts";
import { SignalingError } from "../signaling/signaling_error.ts";
import type { Timers } from "../timers.ts";
import type { Outbox } from "./outbox.ts";
import type { PathEvent, PathHealth, Trouble } from "./path_health.ts";
import { Recovery } from "./recovery.ts";
import { watchTraffic } from "./traffic.ts";

/** What a keeper needs from outside. */
export interface CallKeeperDeps {
  /** Asked whether the server can be reached. */
  readonly client: Pick<SignalingClient, "matchmake">;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Takes what we say to the other side. */
  readonly outbox: Outbox;
  /** Reads the connection's statistics. */
  readonly readStats: () => Promise<ReadonlyMap<string, CounterStats>>;
  /** Restarts ICE, or asks the other side to. */
  readonly onRestart: () => void;
  /** Told what the visitor should know; `null` when all is well. */
  readonly onTrouble: (trouble: Trouble | null) => void;
  /** Told when the call is lost for good. */
  readonly onLost: (reason: FailureReason) => void;
}

/** Keeps a call, from its first connection to its end. */
export class CallKeeper {
  readonly #deps: CallKeeperDeps;
  readonly #recovery: Recovery;
  readonly #endWatch: () => void;

  /**
   * Begins to keep a call.
   *
   * @param health How its path is; a broken one is mended at once.
   */
  constructor(deps: CallKeeperDeps, health: PathHealth) {
    this.#deps = deps;
    this.#recovery = new Recovery(deps.timers, {
      onRestart: deps.onRestart,
      onBroken: (isBroken) => this.#tellPeer(isBroken),
      onTrouble: deps.onTrouble,
      onGiveUp: () => void this.#giveUp(),
    }, health);
    this.#endWatch = watchTraffic(deps.timers, {
      read: async () => trafficOf((await deps.readStats()).values()),
      onChange: (isStalled) => this.follow(isStalled ? "stalled" : "flowing"),
    });
  }

  /** Takes note of something that happened to the path. */
  follow(event: PathEvent): void {
    this.#recovery.follow(event);
  }

  /** Ends it; nothing is done any more. */
  end(): void {
    this.#recovery.end();
    this.#endWatch();
  }

  #tellPeer(isBroken: boolean): void {
    const { outbox } = this.#deps;
    // Only a word: in the end the other side sees for themselves.
    outbox.tellState(isBroken ? "reconnecting" : "connected").catch(() => {});
  }

  /** Who can reach the server is not the one whose connection is gone. */
  async #giveUp(): Promise<void> {
    const { client, outbox: { signal }, onLost } = this.#deps;
    let reason: FailureReason = "peer-lost";
    try {
      await client.matchmake({ attempts: 1, signal });
    } catch (error) {
      const isOurs = error instanceof SignalingError && error.isTransient;
      if (isOurs) reason = "connection-lost";
    }
    if (!signal.aborted) onLost(reason);
  }
}
