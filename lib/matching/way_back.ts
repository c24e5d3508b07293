/**
 * Back to the one who was left by mistake. Whoever pressed Next asks; only when
 * the one who was left agrees are the two paired again, in one commit, while
 * both still wait. Nobody who talks to somebody else hears of it.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { told } from "@/lib/signaling/inbox.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { type Skip, skipAsked } from "@/lib/signaling/skips.ts";
import { matchingKeys } from "./keys.ts";
import type { Pairing } from "./pairing.ts";

/**
 * What came of it: the other one was `asked`; both are `paired` again; it is
 * `too-late` because the time is over or one of the two has gone on; or the
 * call was never this visitor's (`stranger`).
 */
export type WayBackOutcome = "asked" | "paired" | "too-late" | "stranger";

/** What {@link WayBack} works with. */
export interface WayBackDeps {
  /** Where skips are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Pairs the two. */
  pairing: Pick<Pairing, "pairAgain">;
}

/** Lets people take a Next back. */
export class WayBack {
  readonly #deps: WayBackDeps;

  /**
   * Makes one that remembers nothing: all is in the store.
   *
   * @param deps What it works with.
   */
  constructor(deps: WayBackDeps) {
    this.#deps = deps;
  }

  /**
   * Asks the one who was left, or agrees for them; safe to repeat.
   *
   * @param anonId Who wants back.
   * @param pairId The call that ended.
   */
  async take(anonId: string, pairId: string): Promise<WayBackOutcome> {
    const { store, now, pairing } = this.#deps;
    const skip = await store.get<Skip>(signalingKeys.skip(pairId));
    if (skip.versionstamp === null || skip.value.expiresAt <= now()) {
      return "too-late";
    }
    const { skipperId, skippedId, isAsked } = skip.value;
    if (anonId === skipperId) return await this.#ask(pairId, skip);
    if (anonId !== skippedId) return "stranger";
    // To come back is for the one who went away to propose.
    if (!isAsked) return "too-late";
    const pair = await pairing.pairAgain(skippedId, skipperId, [
      { type: "delete", key: skip.key },
    ]);
    return pair === null ? "too-late" : "paired";
  }

  async #ask(
    pairId: string,
    skip: Deno.KvEntry<Skip>,
  ): Promise<WayBackOutcome> {
    const { store, now } = this.#deps;
    const { skipperId, skippedId, isAsked } = skip.value;
    if (isAsked) return "asked";
    const [ownCall, theirCall, ...blocks] = await store
      .getMany<[string, string, 1, 1]>([
        signalingKeys.pairByAnon(skipperId),
        signalingKeys.pairByAnon(skippedId),
        matchingKeys.block(skipperId, skippedId),
        matchingKeys.block(skippedId, skipperId),
      ]);
    const isOver = [ownCall, theirCall, ...blocks]
      .some(({ versionstamp }) => versionstamp !== null);
    if (isOver) return "too-late";
    const news = { type: "back-asked" } as const;
    const { ok } = await store.commit({
      checks: [skip, ownCall, theirCall],
      mutations: [
        skipAsked(pairId, skip.value, now()),
        ...told({ anonId: skippedId, pairId, news }, now()),
      ],
    });
    return ok ? "asked" : "too-late";
  }
}
