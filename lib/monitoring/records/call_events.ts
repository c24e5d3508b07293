/**
 * What happened to a member, from one of its states to the next.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { CallEvent } from "@/lib/monitoring/overview/call_record.ts";
import type { Sample } from "./replay.ts";

/** Events of one member that a record holds. */
const MAX_EVENTS = 200;

/**
 * Lists what happened, oldest first. Of a call where more happened than a
 * record holds, the beginning and the end are kept.
 *
 * @param member `a` the caller, `b` the callee.
 */
export function eventsOf(
  member: string,
  samples: readonly Sample[],
): CallEvent[] {
  const events: CallEvent[] = [];
  let before: CallStats = {};
  for (const { at, stats } of samples) {
    for (const event of changesBetween(before, stats)) {
      events.push({ at, member, ...event } as CallEvent);
    }
    before = stats;
  }
  if (events.length <= MAX_EVENTS) return events;
  const half = MAX_EVENTS / 2;
  return [...events.slice(0, half), ...events.slice(-half)];
}

type Change = CallEvent extends infer E
  ? E extends CallEvent ? Omit<E, "at" | "member"> : never
  : never;

function changesBetween(before: CallStats, after: CallStats): Change[] {
  const changes: Change[] = [];
  const { connection, quality, restartCount = 0, isStalled } = after;
  if (connection !== undefined && connection !== before.connection) {
    changes.push({ kind: "state", state: connection });
  }
  const path = pathOf(after);
  if (path !== null && path !== pathOf(before)) changes.push(toChange(after));
  // A page that was loaded anew counts from 0 again.
  if (restartCount > (before.restartCount ?? 0)) {
    changes.push({ kind: "restart", count: restartCount });
  }
  if (isStalled !== undefined && isStalled !== (before.isStalled ?? false)) {
    changes.push({ kind: "stalled", isStalled });
  }
  if (quality !== undefined && quality !== before.quality) {
    const reasons = after.qualityReasons ?? [];
    changes.push({ kind: "quality", quality, reasons });
  }
  return changes;
}

/** What tells one path from another; `null` while it is not known. */
function pathOf(stats: CallStats): string | null {
  const { localCandidateType, remoteCandidateType, relayProtocol } = stats;
  if (localCandidateType === undefined || remoteCandidateType === undefined) {
    return null;
  }
  return [localCandidateType, remoteCandidateType, relayProtocol].join();
}

function toChange(stats: CallStats): Change {
  const { localCandidateType, remoteCandidateType, relayProtocol } = stats;
  return {
    kind: "path",
    local: localCandidateType!,
    remote: remoteCandidateType!,
    ...(relayProtocol !== undefined && { relayProtocol }),
  };
}
