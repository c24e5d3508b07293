/**
 * Every Deno KV key of the HTTP metrics. No other file spells one.
 *
 * | key                                              | value         | lives for               | written by           | read by            |
 * | ------------------------------------------------ | ------------- | ----------------------- | -------------------- | ------------------ |
 * | `["http_segment", minuteStart, instanceId, seq]` | `HttpSegment` | 2 d                     | segments.ts          | segments.ts        |
 * | `["http_dirty", tier, periodStart]`              | `1`           | 2 d                     | segments.ts, roll-up | core/roll_up.ts    |
 * | `["http_period", tier, periodStart, part]`       | `HttpPeriod`  | 2 d (5m), see `TIERS`   | core/period_store.ts | core/roll_up.ts    |
 * | `["http_rolled_up_at"]`                          | Unix ms       | for ever                | core/period_store.ts | `status`           |
 *
 * Segments are only ever added. Each one marks the five minutes it belongs to
 * as dirty in the same commit; a roll-up works through the marks, so it finds
 * whatever came late, from whichever instance or clock.
 *
 * @module
 */

import { periodKeys } from "@/lib/monitoring/core/period_keys.ts";

/** Builders for the keys in the table above. */
export const httpKeys = {
  ...periodKeys("http"),
  segment: (
    minuteStart: number,
    instanceId: string,
    seq: number,
  ): Deno.KvKey => ["http_segment", minuteStart, instanceId, seq],
  segmentsFrom: (minuteStart: number): Deno.KvKey => [
    "http_segment",
    minuteStart,
  ],
};
