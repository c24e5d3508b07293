/**
 * Calls of many members, fed straight into the live state of a server in this
 * process: for what the site itself never has, and so has no interface for.
 *
 * @module
 */

import type { Services } from "@/lib/app/services.ts";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { seededRandom } from "@/tests/helpers.ts";
import { VirtualMember } from "./virtual_member.ts";

/** How many calls, and of how many members. */
export interface FeedOptions {
  /** Calls. */
  calls: number;
  /** Members of each; a call of the site has 2. Default 2. */
  members?: number;
  /** Draws networks and times. Default 1. */
  seed?: number;
}

interface Fed {
  pairId: string;
  side: string;
  startedAt: number;
  member: VirtualMember;
}

/**
 * Feeds calls into live state.
 *
 * @example One round is what a second brings
 * ```ts ignore
 * using services = await testServices();
 * const feed = new Feed(services, { calls: 1000, members: 10 });
 * await feed.round();
 * ```
 */
export class Feed {
  /** The calls, in the order in which they began. */
  readonly pairIds: readonly string[];
  readonly #services: Pick<Services, "statsIntake" | "now">;
  readonly #members: readonly Fed[];

  /** Begins calls that have said nothing yet. */
  constructor(
    services: Pick<Services, "statsIntake" | "now">,
    { calls, members = 2, seed = 1 }: FeedOptions,
  ) {
    const random = seededRandom(seed);
    const now = services.now();
    this.#services = services;
    this.pairIds = Array.from({ length: calls }, () => orderedId(now));
    this.#members = this.pairIds.flatMap((pairId) => {
      const startedAt = now - Math.floor(random() * 20 * 60_000);
      return Array.from({ length: members }, (_, i) => ({
        pairId,
        side: String.fromCharCode("a".charCodeAt(0) + i),
        startedAt,
        member: new VirtualMember(random, startedAt),
      }));
    });
  }

  /**
   * Has every page say what it would say now, and flushes.
   *
   * @returns How many said something.
   */
  async round(): Promise<number> {
    const { statsIntake, now } = this.#services;
    let count = 0;
    for (const { pairId, side, startedAt, member } of this.#members) {
      const emission = member.speak(pairId, now());
      if (emission === null) continue;
      count++;
      const { country } = member;
      const { isResyncNeeded } = await statsIntake.take(
        { pairId, side, startedAt, country },
        { emission, droppedFieldCount: 0 },
      );
      if (isResyncNeeded) member.forget();
    }
    await statsIntake.flush();
    return count;
  }
}
