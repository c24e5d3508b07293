/**
 * The calls under way, read once: for a page as the server sends it.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import type { AdminStreams } from "./admin_streams.ts";
import { liveKeys } from "./keys.ts";
import { LiveCalls } from "./live_calls.ts";
import { readMembers } from "./live_rows.ts";

/** Where calls are read from. */
export interface LiveReadDeps {
  /** What other admins look at. */
  adminStreams: Pick<AdminStreams, "peek">;
  /** Where members are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
}

/**
 * Reads the calls: from memory where somebody looks on already, else from the
 * store, and then without alerts, which the stream brings at once.
 */
export async function readLiveCalls(
  { adminStreams, store, now }: LiveReadDeps,
): Promise<LiveCall[]> {
  const known = await adminStreams.peek();
  if (known !== null) return known;
  const calls = new LiveCalls();
  const members = await readMembers(store, liveKeys.members(), now());
  for (const member of members) calls.noteMember(member);
  return calls.list();
}
