/**
 * The columns of the list of calls.
 *
 * @module
 */

import type { SortKey } from "@/lib/desk/call_choice.ts";

/** A column, after that of the call's id. */
export interface CallColumn {
  /** What the list is sorted by. */
  readonly key: SortKey;
  /** What it is called. */
  readonly name: string;
}

/** Columns by which the list can be sorted, in their order. */
export const CALL_COLUMNS: readonly CallColumn[] = [
  { key: "members", name: "Members" },
  { key: "quality", name: "Quality" },
  { key: "up", name: "Up" },
  { key: "down", name: "Down" },
  { key: "rtt", name: "RTT" },
  { key: "loss", name: "Loss" },
  { key: "relay", name: "Relay" },
  { key: "duration", name: "Time" },
  { key: "alerts", name: "Alerts" },
  { key: "age", name: "Data" },
];
