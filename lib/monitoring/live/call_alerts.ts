/**
 * Has calls looked at for trouble as soon as the store holds what changed.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { CallWatch } from "@/lib/monitoring/alerts/call_watch.ts";
import { liveKeys } from "./keys.ts";
import { readMembers } from "./live_rows.ts";
import { type MemberState, statsOf } from "./member_state.ts";
import type { StatsIntake } from "./stats_intake.ts";

/** What looking needs. */
export interface CallAlertsDeps {
  /** Where members are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /** Tells what changed. */
  intake: Pick<StatsIntake, "onFlushed" | "membersOf">;
  /** Raises and closes alerts. */
  watch: Pick<CallWatch, "look" | "end">;
}

/**
 * A member who has said nothing for so long says nothing about now,
 * milliseconds: a page speaks at least every 10 s.
 */
const FRESH_MS = 45_000;

/** Calls looked at together, so that what is written of them shares commits. */
const CALLS_AT_ONCE = 20;

/** Looks at calls that changed, each once however often it did meanwhile. */
export class CallAlerts {
  readonly #deps: CallAlertsDeps;
  readonly #waiting = new Set<string>();
  #looking: Promise<void> = Promise.resolve();
  #isLooking = false;

  /** Begins to follow what the intake writes. */
  constructor(deps: CallAlertsDeps) {
    this.#deps = deps;
    deps.intake.onFlushed.add((pairIds) => {
      for (const pairId of pairIds) this.#waiting.add(pairId);
      if (!this.#isLooking) this.#looking = this.#lookAtAll();
    });
  }

  /** Waits until nothing is left to be looked at. */
  async idle(): Promise<void> {
    await this.#looking;
  }

  async #lookAtAll(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, CALLS_AT_ONCE);
      for (const pairId of batch) this.#waiting.delete(pairId);
      await Promise.all(batch.map((pairId) => this.#tryLook(pairId)));
    }
    this.#isLooking = false;
  }

  async #tryLook(pairId: string): Promise<void> {
    try {
      await this.#look(pairId);
    } catch (error) {
      // The next word of its page comes within seconds.
      this.#deps.log.warn("call not looked at for alerts", { error });
    }
  }

  async #look(pairId: string): Promise<void> {
    const { intake, watch, store, now } = this.#deps;
    const here = this.#freshOf(intake.membersOf(pairId));
    // A call of two is over for both, and nothing more is said of its path.
    if (here.some(({ connection }) => connection === "ended")) {
      return await watch.end(pairId);
    }
    await watch.look(pairId, here, async () => {
      if (here.length >= 2) return here;
      const prefix = liveKeys.membersOf(pairId);
      return this.#freshOf(await readMembers(store, prefix, now()));
    });
  }

  #freshOf(members: readonly { state: MemberState }[]): CallStats[] {
    const freshFrom = this.#deps.now() - FRESH_MS;
    return members.filter(({ state }) => state.updatedAt > freshFrom)
      .map(({ state }) => statsOf(state));
  }
}
