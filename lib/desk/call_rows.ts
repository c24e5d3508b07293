/**
 * A call under way in one row: the worst of its members, and the sum of what
 * they send and receive.
 *
 * @module
 */

import {
  QUALITY_LEVELS,
  type QualityLevel,
} from "@/lib/protocol/call_stats.ts";
import { SEVERITIES, type Severity } from "@/lib/monitoring/overview/alert.ts";
import type {
  LiveCall,
  LiveMember,
} from "@/lib/monitoring/overview/live_calls.ts";

/** One call as the list shows it; a missing field is unknown. */
export interface CallRow {
  /** The call. */
  readonly pairId: string;
  /** When the two were matched, Unix milliseconds. */
  readonly startedAt: number;
  /** Who is in it, in words for a search, lower case. */
  readonly searchText: string;
  /** Its members, as far as the list shows them. */
  readonly members: readonly RowMember[];
  /** The worst level of all members. */
  readonly quality?: QualityLevel;
  /** Sent by all members, bits per second. */
  readonly upBps?: number;
  /** Received by all members, bits per second. */
  readonly downBps?: number;
  /** The longest round trip, milliseconds. */
  readonly rttMs?: number;
  /** The largest loss of what came in, percent. */
  readonly lossPct?: number;
  /** How many members are known to use a relay of their own. */
  readonly relayCount: number;
  /** Whether the path of any member is known. */
  readonly isPathKnown: boolean;
  /** How many alerts are open about it. */
  readonly alertCount: number;
  /** The worst of them; `null` without one. */
  readonly severity: Severity | null;
  /** When the member that was silent longest told of itself, Unix ms. */
  readonly updatedAt: number | null;
}

/** One member as the list shows it. */
export interface RowMember {
  /** Tells members apart. */
  readonly id: string;
  /** Country, ISO 3166 alpha-2; `XX` is unknown. */
  readonly country: string;
  /** Level; `undefined` is unknown. */
  readonly quality: QualityLevel | undefined;
  /** Why the level is not told: the path is being made, or is broken. */
  readonly isBroken: boolean;
}

/** Rows of calls that did not change since. */
const known = new WeakMap<LiveCall, CallRow>();

/** Sums a call up; the same call gives the same row. */
export function rowOf(call: LiveCall): CallRow {
  const before = known.get(call);
  if (before !== undefined) return before;
  const row = sumUp(call);
  known.set(call, row);
  return row;
}

function sumUp({ pairId, startedAt, members, alerts }: LiveCall): CallRow {
  const states = members.map(({ stats }) => stats);
  const levels = states.map(({ quality }) => quality)
    .filter((level) => level !== undefined)
    .map((level) => QUALITY_LEVELS.indexOf(level));
  const severity = alerts.map((alert) => SEVERITIES.indexOf(alert.severity));
  return {
    pairId,
    startedAt,
    searchText: [pairId, ...namesOf(members)].join(" ").toLowerCase(),
    members: members.map(rowMember),
    ...given("quality", QUALITY_LEVELS[Math.max(...levels)]),
    ...given(
      "upBps",
      sumOf(states.flatMap((s) => [s.upAudioBps, s.upVideoBps])),
    ),
    ...given(
      "downBps",
      sumOf(states.flatMap((s) => [s.downAudioBps, s.downVideoBps])),
    ),
    ...given("rttMs", largestOf(states.map(({ rttMs }) => rttMs))),
    ...given(
      "lossPct",
      largestOf(states.map(({ lossShare }) => percent(lossShare))),
    ),
    relayCount: states.filter(({ isRelayed }) => isRelayed === true).length,
    isPathKnown: states.some(({ isRelayed }) => isRelayed !== undefined),
    alertCount: alerts.length,
    severity: SEVERITIES[Math.max(...severity)] ?? null,
    updatedAt: members.length === 0
      ? null
      : members.reduce((at, one) => Math.min(at, one.updatedAt), Infinity),
  };
}

/** Every call of two has an `a` and a `b`, which tell none from the others. */
function namesOf(members: readonly LiveMember[]): string[] {
  return members.map(({ id }) => id).filter((id) => id.length > 1);
}

function rowMember({ id, country, stats }: LiveMember): RowMember {
  const { quality, connection, isStalled } = stats;
  const isBroken = connection === "reconnecting" || isStalled === true;
  return { id, country, quality, isBroken };
}

function given<K extends string, T>(name: K, value: T | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [N in K]?: T };
}

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : 100 * share;
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const told = values.filter((value) => value !== undefined);
  return told.length === 0 ? undefined : told.reduce((a, b) => a + b);
}

function largestOf(
  values: readonly (number | undefined)[],
): number | undefined {
  const told = values.filter((value) => value !== undefined);
  return told.length === 0 ? undefined : told.reduce((a, b) => Math.max(a, b));
}
