/**
 * Every Deno KV key of what is noted by the minute. No other file spells one.
 *
 * | key                        | value          | lives for | written by      | read by         |
 * | -------------------------- | -------------- | --------- | --------------- | --------------- |
 * | `["live_minute", startAt]` | `MinuteCounts` | 8 d       | live_minutes.ts | live_minutes.ts |
 *
 * `startAt` is the start of the minute, Unix milliseconds.
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const nowKeys = {
  minute: (startAt: number): Deno.KvKey => ["live_minute", startAt],
};
