/**
 * Which calls the list shows, and in which order.
 *
 * @module
 */

import {
  QUALITY_LEVELS,
  type QualityLevel,
} from "@/lib/protocol/call_stats.ts";
import type { CallRow } from "./call_rows.ts";

/** Columns by which the list can be sorted. */
export const SORT_KEYS = [
  "quality",
  "members",
  "up",
  "down",
  "rtt",
  "loss",
  "relay",
  "duration",
  "alerts",
  "age",
] as const;

/** A column by which the list can be sorted. */
export type SortKey = typeof SORT_KEYS[number];

/** An order of the list. */
export interface CallSort {
  /** The column. */
  readonly key: SortKey;
  /** Whether the largest, or the worst, comes first. */
  readonly isDescending: boolean;
}

/** What is looked for; empty strings let everything pass. */
export interface CallFilter {
  /** Part of the id of a call or of a member. */
  readonly text: string;
  /** Level of the worst member. */
  readonly quality: QualityLevel | "";
  /** Whether somebody uses a relay. */
  readonly relay: "relayed" | "direct" | "";
  /** Country of any member, ISO 3166 alpha-2. */
  readonly country: string;
  /** Whether an alert is open about it. */
  readonly alert: "open" | "none" | "";
}

/** Everything passes. */
export const NO_FILTER: CallFilter = {
  text: "",
  quality: "",
  relay: "",
  country: "",
  alert: "",
};

/** What is worst comes first. */
export const WORST_FIRST: CallSort = { key: "quality", isDescending: true };

/** Says whether a call passes. What is unknown passes no filter about it. */
export function passes(row: CallRow, filter: CallFilter): boolean {
  const { text, quality, relay, country, alert } = filter;
  return (text === "" || row.searchText.includes(text.trim().toLowerCase())) &&
    (quality === "" || row.quality === quality) &&
    (relay === "" ||
      (row.isPathKnown && (row.relayCount > 0) === (relay === "relayed"))) &&
    (country === "" || row.members.some((one) => one.country === country)) &&
    (alert === "" || (row.alertCount > 0) === (alert === "open"));
}

const VALUES: Readonly<Record<SortKey, (row: CallRow) => number | undefined>> =
  {
    quality: ({ quality }) =>
      quality === undefined ? undefined : QUALITY_LEVELS.indexOf(quality),
    members: ({ members }) => members.length,
    up: ({ upBps }) => upBps,
    down: ({ downBps }) => downBps,
    rtt: ({ rttMs }) => rttMs,
    loss: ({ lossPct }) => lossPct,
    relay: ({ relayCount, isPathKnown }) =>
      isPathKnown ? relayCount : undefined,
    // The longest call began first.
    duration: ({ startedAt }) => -startedAt,
    alerts: ({ alertCount }) => alertCount,
    age: ({ updatedAt }) => updatedAt === null ? undefined : -updatedAt,
  };

/**
 * Sorts calls. What is unknown comes last either way; of equals the one that
 * began first, then by id, so that no two looks differ without a reason.
 */
export function sorted(rows: Iterable<CallRow>, sort: CallSort): CallRow[] {
  const valueOf = VALUES[sort.key];
  const sign = sort.isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [x, y] = [valueOf(one), valueOf(other)];
    if (x !== y) {
      if (x === undefined) return 1;
      if (y === undefined) return -1;
      return sign * (x - y);
    }
    return one.startedAt - other.startedAt ||
      (one.pairId < other.pairId ? -1 : 1);
  });
}

/** The order after a click on a column: the worst first, then turned round. */
export function sortAfterClick(sort: CallSort, key: SortKey): CallSort {
  return {
    key,
    isDescending: sort.key === key ? !sort.isDescending : true,
  };
}

/** Countries of all members, in the order of their codes, without unknown. */
export function countriesOf(rows: Iterable<CallRow>): string[] {
  const found = new Set<string>();
  for (const { members } of rows) {
    for (const { country } of members) found.add(country);
  }
  found.delete("XX");
  return [...found].sort();
}
