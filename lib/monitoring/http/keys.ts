/**
 * Every Deno KV key of the HTTP figures. No other file spells one.
 *
 * | key                                                  | value          | lives for    | written by       | read by          |
 * | ---------------------------------------------------- | -------------- | ------------ | ---------------- | ---------------- |
 * | `["http_segment", minuteStart, instanceId, seq]`     | `HttpSegment`  | 2 d          | http_segments.ts | http_rollup.ts   |
 * | `["http_dirty", tier, periodStart]`                  | `1`            | 2 d          | http_segments.ts | http_rollup.ts   |
 * | `["http_period", tier, periodStart, part]`           | `PeriodPart`   | see `TIERS`  | http_rollups.ts  | http_rollup.ts   |
 * | `["http_rolled_up_at"]`                              | Unix ms        | for ever     | http_rollups.ts  | `status`         |
 *
 * Segments are only ever added. Each one marks the five minutes it belongs to
 * as dirty in the same commit; a roll-up works through the marks, so it finds
 * whatever came late, from whichever instance or clock.
 *
 * @module
 */

import type { TierName } from "@/lib/monitoring/core/tiers.ts";

/** Builders for the keys in the table above. */
export const httpKeys = {
  segment: (
    minuteStart: number,
    instanceId: string,
    seq: number,
  ): Deno.KvKey => ["http_segment", minuteStart, instanceId, seq],
  segmentsFrom: (minuteStart: number): Deno.KvKey => [
    "http_segment",
    minuteStart,
  ],
  dirty: (tier: TierName, periodStart: number): Deno.KvKey => [
    "http_dirty",
    tier,
    periodStart,
  ],
  dirtyIn: (tier: TierName): Deno.KvKey => ["http_dirty", tier],
  periodPart: (
    tier: TierName,
    periodStart: number,
    part: number,
  ): Deno.KvKey => ["http_period", tier, periodStart, part],
  periodsFrom: (tier: TierName, periodStart: number): Deno.KvKey => [
    "http_period",
    tier,
    periodStart,
  ],
  rolledUpAt: (): Deno.KvKey => ["http_rolled_up_at"],
};
