/**
 * One member's part of a call's record.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { KpiReason } from "@/lib/protocol/kpi.ts";
import { sideOf } from "@/lib/protocol/role.ts";
import type { KpiRecord } from "@/lib/monitoring/calls/kpi_store.ts";
import type {
  CallEvent,
  CallMember,
} from "@/lib/monitoring/overview/call_record.ts";
import { eventsOf } from "./call_events.ts";
import type { Sample } from "./replay.ts";
import { relayCost, type Relayed, relayedBytes } from "./relayed.ts";
import {
  type PackedSeries,
  packSeries,
  seriesOf,
  unpackSeries,
} from "./series.ts";

/** One member's part, as it is stored; below 64 KiB. */
export interface MemberRecord {
  /** `a` the caller, `b` the callee. */
  id: string;
  /** Country the member gave; `XX` is unknown. */
  country: string;
  /** The latest state. */
  stats: CallStats;
  /** When it was told, Unix milliseconds; 0: never. */
  updatedAt: number;
  /** The series, by column. */
  series: PackedSeries;
  /** How many points it stands for. */
  sampleCount: number;
  /** What happened, oldest first. */
  events: CallEvent[];
  /** Milliseconds after asking for a partner at which each step was reached. */
  funnel: Partial<Record<FunnelStep, number>>;
  /** How it ended; `null` while it lasts or untold. */
  reason: KpiReason | null;
  /** What was relayed; `null`: nothing. */
  relayed: Relayed | null;
}

/** What a member's part is made of. */
export interface MemberParts {
  /** `a` the caller, `b` the callee. */
  id: string;
  /** Country the member gave; `XX` is unknown. */
  country: string;
  /** States, in the order of time. */
  samples: readonly Sample[];
  /** What both members reported, in order of receipt. */
  kpis: readonly KpiRecord[];
}

/** Makes a member's part. */
export function memberRecord(
  { id, country, samples, kpis }: MemberParts,
): MemberRecord {
  const own = kpis.filter(({ role }) =>
    role !== undefined && sideOf(role) === id
  );
  const last = samples.at(-1);
  const end = own.findLast(({ reason }) => reason !== undefined);
  const ended: CallEvent[] = end === undefined ? [] : [{
    at: end.receivedAtMs,
    member: id,
    kind: "ended",
    reason: end.reason!,
  }];
  return {
    id,
    country,
    stats: last?.stats ?? {},
    updatedAt: last?.at ?? own.at(-1)?.receivedAtMs ?? 0,
    series: packSeries(seriesOf(samples)),
    sampleCount: samples.length,
    events: [...eventsOf(id, samples), ...ended],
    funnel: Object.assign({}, ...own.map(({ funnel }) => funnel ?? {})),
    reason: end?.reason ?? null,
    relayed: relayedBytes(samples),
  };
}

/**
 * Writes a part out as admins read it.
 *
 * @param costPerGb Price of a relayed gigabyte.
 */
export function toCallMember(
  { events: _, series, relayed, ...rest }: MemberRecord,
  costPerGb: number,
): CallMember {
  return {
    ...rest,
    series: unpackSeries(series),
    relayCost: relayed && relayCost(relayed, costPerGb),
  };
}
