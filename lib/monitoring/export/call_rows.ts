/**
 * Past calls as rows: one for each call, both members in it.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import {
  listStoredRecords,
  type StoredRecord,
} from "@/lib/monitoring/records/record_store.ts";
import { type Cell, momentCell } from "./csv.ts";

/** Lists the calls that began within a span, oldest first. */
export function callsOf(
  store: Store,
  range: Span & { now: number },
): AsyncIterable<StoredRecord> {
  return listStoredRecords(store, range);
}

/** One call as a row; of none, the columns. */
export function callRow(
  record: StoredRecord | undefined,
): Record<string, Cell> {
  const header = record?.header;
  return {
    started: momentCell(header?.startedAt),
    startedAtMs: header?.startedAt,
    ended: momentCell(header?.endedAt),
    durationMs: header && header.endedAt - header.startedAt,
    pairId: header?.pairId,
    memberCount: header?.memberCount,
    worstQuality: header?.worstQuality,
    verdict: header?.verdict.place,
    evidence: header?.verdict.evidence.map(({ code }) => code).join(" "),
    ...memberCells("caller", record, "a"),
    ...memberCells("callee", record, "b"),
  };
}

function memberCells(
  name: string,
  record: StoredRecord | undefined,
  id: string,
): Record<string, Cell> {
  const member = record?.members.find((one) => one.id === id);
  return {
    [`${name}_country`]: member?.country,
    [`${name}_reason`]: member?.reason,
    [`${name}_relayedBytes`]: member && (member.relayed?.bytes ?? 0),
    [`${name}_relayedBecause`]: member?.relayed?.because,
  };
}
