/**
 * Every Deno KV key of KPI beacons and their periods. No other file spells one.
 *
 * | key                                           | value       | lives for             | written by            | read by         |
 * | --------------------------------------------- | ----------- | --------------------- | --------------------- | --------------- |
 * | `["kpi", receivedAtMs, id]`                   | `KpiRecord` | 7 d                   | kpi_store.ts          | kpi_store.ts    |
 * | `["kpi_by_pair", pairId, receivedAtMs, id]`   | `1`         | 7 d                   | kpi_store.ts          | kpi_store.ts    |
 * | `["call_outcome", closedAtMs, pairId]`        | `CallOutcome` | 7 d | outcome_store.ts | outcome_store.ts |
 * | `["rtc_dirty", tier, periodStart]`            | `1`         | 7 d                   | kpi_store.ts, roll-up | core/roll_up.ts |
 * | `["rtc_period", tier, periodStart, part]`     | `RtcPeriod` | 7 d (5m), see `TIERS` | core/period_store.ts  | core/roll_up.ts |
 * | `["rtc_rolled_up_at"]`                        | Unix ms     | for ever              | core/period_store.ts  | nobody yet      |
 * | `["rtc_hour", fromMs]`, `["rtc_day", fromMs]` | `RtcPeriod` | 90 d, 2 y             | older versions        | adopt_older.ts  |
 * | `["rtc_final_until"]`                         | Unix ms     | until adopted         | older versions        | adopt_older.ts  |
 *
 * `receivedAtMs` is Unix milliseconds by the server's clock, so that a period is
 * one range of keys. Beacons carry `expiresAt`.
 *
 * @module
 */

import { periodKeys } from "@/lib/monitoring/core/period_keys.ts";

/** Builders for the keys in the table above. */
export const kpiKeys = {
  ...periodKeys("rtc"),
  kpi: (receivedAtMs: number, id: string): Deno.KvKey => [
    "kpi",
    receivedAtMs,
    id,
  ],
  kpiByPair: (
    pairId: string,
    receivedAtMs: number,
    id: string,
  ): Deno.KvKey => ["kpi_by_pair", pairId, receivedAtMs, id],
  kpisByPair: (pairId: string): Deno.KvKey => ["kpi_by_pair", pairId],
  outcome: (closedAtMs: number, pairId: string): Deno.KvKey => [
    "call_outcome",
    closedAtMs,
    pairId,
  ],
  outcomesFrom: (closedAtMs: number): Deno.KvKey => [
    "call_outcome",
    closedAtMs,
  ],
  kpisFrom: (fromMs: number): Deno.KvKey => ["kpi", fromMs],
  olderHours: (): Deno.KvKey => ["rtc_hour"],
  olderDays: (): Deno.KvKey => ["rtc_day"],
  olderFinalUntil: (): Deno.KvKey => ["rtc_final_until"],
};
