/**
 * The record of one call, under way or past, as admins read it.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import { listAlertsOfCall } from "@/lib/monitoring/alerts/alert_listing.ts";
import type { CallRecord } from "@/lib/monitoring/overview/call_record.ts";
import { gatherCall } from "./gather_call.ts";
import { toCallMember } from "./member_record.ts";
import { readRecord } from "./record_store.ts";

/**
 * Reads the record of a call.
 *
 * @param options `now` in Unix milliseconds, the price of a relayed gigabyte.
 * @returns `null` when nobody told of such a call.
 */
export async function readCall(
  store: Store,
  pairId: string,
  { now, costPerGb }: { now: number; costPerGb: number },
): Promise<CallRecord | null> {
  const past = await readRecord(store, pairId, now);
  const { members, verdict, startedAt, endedAt } = past === null
    ? { ...await gatherCall(store, pairId), endedAt: null }
    : { ...past.header, members: past.members };
  if (members.length === 0) return null;
  const events = members.flatMap((member) => member.events)
    .sort((one, other) => one.at - other.at);
  return {
    pairId,
    startedAt: startedAt ?? events[0]?.at ?? now,
    endedAt,
    members: members.map((member) => toCallMember(member, costPerGb)),
    events,
    alerts: await listAlertsOfCall(store, pairId, now),
    verdict,
  };
}
