/**
 * Every Deno KV key of calls under way. No other file spells one.
 *
 * | key                                              | value              | lives for          | written by       | read by      |
 * | ------------------------------------------------ | ------------------ | ------------------ | ---------------- | ------------ |
 * | `["live_member", pairId, side, instanceId]`      | `StoredRow`        | 5 min, kept for 15 | member_writer.ts | live_rows.ts |
 * | `["live_change", versionstamp]`                  | writer, its calls | 5 min              | member_writer.ts | live_rows.ts |
 * | `["live_bell"]`                                  | `1`                | 60 s               | member_writer.ts | live streams |
 * | `["call_log", pairId, side, receivedAt, writer]` | `StoredLog`        | 7 d at most        | member_writer.ts | call records |
 *
 * Each instance has rows of its own, so none overwrites what another one heard;
 * readers join them. `live_change` is a log in the order of the commits: who
 * read up to one entry finds all later changes behind it, whatever the clocks.
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const liveKeys = {
  members: (): Deno.KvKey => ["live_member"],
  membersOf: (pairId: string): Deno.KvKey => ["live_member", pairId],
  memberRows: (pairId: string, side: string): Deno.KvKey => [
    "live_member",
    pairId,
    side,
  ],
  member: (pairId: string, side: string, instanceId: string): Deno.KvKey => [
    "live_member",
    pairId,
    side,
    instanceId,
  ],
  changes: (): Deno.KvKey => ["live_change"],
  change: (versionstamp: string): Deno.KvKey => ["live_change", versionstamp],
  bell: (): Deno.KvKey => ["live_bell"],
  logOf: (pairId: string): Deno.KvKey => ["call_log", pairId],
  log: (
    pairId: string,
    side: string,
    { receivedAt, writer }: { receivedAt: number; writer: string },
  ): Deno.KvKey => ["call_log", pairId, side, receivedAt, writer],
};
