/**
 * Every Deno KV key of records of past calls. No other file spells one.
 *
 * | key                             | value          | lives for | written by      | read by         |
 * | ------------------------------- | -------------- | --------- | --------------- | --------------- |
 * | `["call_record", pairId]`       | `CallHeader`   | 7 d       | record_store.ts | record_store.ts |
 * | `["call_member", pairId, side]` | `MemberRecord` | 7 d       | record_store.ts | record_store.ts |
 *
 * The id of a call begins with the time it began at, so records lie in the
 * order of time. What expires carries `expiresAt` (Unix milliseconds).
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const recordKeys = {
  header: (pairId: string): Deno.KvKey => ["call_record", pairId],
  member: (pairId: string, side: string): Deno.KvKey => [
    "call_member",
    pairId,
    side,
  ],
  membersOf: (pairId: string): Deno.KvKey => ["call_member", pairId],
};
