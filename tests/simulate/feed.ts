/**
 * Calls of many members, fed straight into the live state of a server in this
 * process: for what the site itself never has, and so has no interface for.
 *
 * @module
 */

import type { Services } from "@/lib/app/services.ts";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import {
  type EmissionLog,
  NEW_LOG,
  nextEmission,
} from "@/lib/webrtc_stats/emission_log.ts";
import { causeOf, type ToldState } from "@/lib/webrtc_stats/emission_rule.ts";
import {
  FULL_BUCKET,
  takeToken,
  type TokenBucket,
} from "@/lib/webrtc_stats/token_bucket.ts";
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
  log: EmissionLog;
  last: ToldState | null;
  bucket: TokenBucket;
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
        log: NEW_LOG,
        last: null,
        bucket: FULL_BUCKET,
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
    for (const fed of this.#members) {
      const stats = fed.member.look(now());
      if (causeOf(fed.last, stats, now()) === null) continue;
      const bucket = takeToken(fed.bucket, now());
      if (bucket === null) continue;
      fed.bucket = bucket;
      const { log, content } = nextEmission(fed.log, stats);
      const { pairId, side, startedAt, member: { country } } = fed;
      const emission = { pairId, ...content, ts: now() };
      const { isResyncNeeded } = await statsIntake.take(
        { pairId, side, startedAt, country },
        { emission, droppedFieldCount: 0 },
      );
      fed.log = { ...log, acknowledged: isResyncNeeded ? null : stats };
      fed.last = { stats, atMs: now() };
      count++;
    }
    await statsIntake.flush();
    return count;
  }
}
