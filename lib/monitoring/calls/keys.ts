/**
 * Every Deno KV key of KPI beacons and their roll-ups. No other file spells one.
 *
 * | key                         | value         | lives for | written by     | read by            |
 * | --------------------------- | ------------- | --------- | -------------- | ------------------ |
 * | `["kpi", receivedAtMs, id]` | `KpiRecord`   | 7 d       | kpis.ts        | rtc_rollup.ts      |
 * | `["rtc_hour", fromMs]`      | `RtcRollup`   | 90 d      | rtc_rollups.ts | rtc_report.ts      |
 * | `["rtc_day", fromMs]`       | `RtcRollup`   | 2 y       | rtc_rollups.ts | export             |
 * | `["rtc_final_until"]`       | number        | for ever  | rtc_rollups.ts | rtc_rollup.ts      |
 *
 * `receivedAtMs` and `fromMs` are Unix milliseconds by the server's clock, so
 * that a period is one range of keys. Values that expire carry `expiresAt`.
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const kpiKeys = {
  kpi: (receivedAtMs: number, id: string): Deno.KvKey => [
    "kpi",
    receivedAtMs,
    id,
  ],
  kpisFrom: (fromMs: number): Deno.KvKey => ["kpi", fromMs],
  rtcPeriod: (kind: RtcPeriodKind, fromMs: number): Deno.KvKey => [
    kind === "hour" ? "rtc_hour" : "rtc_day",
    fromMs,
  ],
  rtcFinalUntil: (): Deno.KvKey => ["rtc_final_until"],
};

/** Length of a rolled-up period. */
export type RtcPeriodKind = "hour" | "day";
