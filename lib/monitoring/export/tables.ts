/**
 * What can be exported: each kind of record as a table of plain cells.
 *
 * @module
 */

import { listAudit } from "@/lib/admin/audit_log.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import {
  listAlerts,
  listCallAlerts,
} from "@/lib/monitoring/alerts/alert_listing.ts";
import { type KpiRecord, listKpis } from "@/lib/monitoring/calls/kpi_store.ts";
import {
  createRtcRollUp,
  type RtcPeriod,
} from "@/lib/monitoring/calls/period_kind.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import type { Store } from "@/lib/kv/store.ts";
import { createHttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import type { PlainSeries } from "@/lib/monitoring/http/series.ts";
import { KPI_REASONS } from "@/lib/protocol/kpi.ts";
import { type PlainSketch, Sketch } from "@/lib/monitoring/core/sketch.ts";
import { auditRow } from "./audit_row.ts";
import { callRow, callsOf } from "./call_rows.ts";
import { type Cell, momentCell } from "./csv.ts";

/** Names of the tables. */
export const EXPORT_TABLES = [
  "http-hourly",
  "http-daily",
  "rtc-hourly",
  "rtc-daily",
  "calls",
  "kpis",
  "alerts",
  "call-alerts",
  "audit",
] as const;

/** Name of a table. */
export type ExportTable = typeof EXPORT_TABLES[number];

/** One row: cells by column name, in the order of the columns. */
export type Row = Record<string, Cell>;

/** A table of one span. */
export interface Table {
  /** Column names, in order; every row has all of them. */
  columns: readonly string[];
  /** The rows, read as they are asked for. */
  rows: AsyncIterable<Row>;
}

/**
 * Opens a table, up to this moment: periods are not left out, nor given as
 * they were, for want of a run of the roll-up.
 *
 * @param store Where the records are.
 * @param name Which table.
 * @param range Its span, and the current time; Unix milliseconds.
 */
export function openTable(
  store: Store,
  name: ExportTable,
  range: Span & { now: number },
): Table {
  switch (name) {
    case "http-hourly":
      return table(httpRow, httpSeries(store, "hour", range));
    case "http-daily":
      return table(httpRow, httpSeries(store, "day", range));
    case "rtc-hourly":
      return table(rtcRow, rtcPeriods(store, "hour", range));
    case "rtc-daily":
      return table(rtcRow, rtcPeriods(store, "day", range));
    case "calls":
      return table(callRow, callsOf(store, range));
    case "kpis":
      return table(kpiRow, kpisOf(store, range));
    case "alerts":
      return table(alertRow, listAlerts(store, range));
    case "call-alerts":
      return table(alertRow, listCallAlerts(store, range));
    case "audit":
      return table(auditRow, listAudit(store, range));
  }
}

/** The columns are those of the row of no record at all. */
function table<T>(
  toRow: (record: T | undefined) => Row,
  records: AsyncIterable<T>,
): Table {
  async function* rows(): AsyncGenerator<Row> {
    for await (const record of records) yield toRow(record);
  }
  return { columns: Object.keys(toRow(undefined)), rows: rows() };
}

interface HttpRecord extends PlainSeries {
  fromMs: number;
}

async function* httpSeries(
  store: Store,
  tier: "hour" | "day",
  range: Span & { now: number },
): AsyncGenerator<HttpRecord> {
  const rollUp = createHttpRollUp(store, () => range.now);
  for await (const { startAt, series } of rollUp.periods(tier, range)) {
    for (const one of series) yield { fromMs: startAt, ...one };
  }
}

function rtcPeriods(
  store: Store,
  tier: "hour" | "day",
  range: Span & { now: number },
): AsyncIterable<RtcPeriod> {
  return createRtcRollUp(store, () => range.now).periods(tier, range);
}

/** Beacons are kept a week; the store may be late in forgetting them. */
async function* kpisOf(
  store: Store,
  range: Span & { now: number },
): AsyncGenerator<KpiRecord> {
  for await (const record of listKpis(store, range)) {
    if (record.expiresAt > range.now) yield record;
  }
}

function httpRow(record: HttpRecord | undefined): Row {
  return {
    from: momentCell(record?.fromMs),
    fromMs: record?.fromMs,
    route: record?.route,
    method: record?.method,
    statusClass: record?.statusClass,
    requests: record?.requests,
    aborted: record?.aborted,
    bytesIn: record?.bytesIn,
    bytesOut: record?.bytesOut,
    ...sketchCells("durationMs", record?.duration),
  };
}

function rtcRow(record: RtcPeriod | undefined): Row {
  return {
    from: momentCell(record?.startAt),
    fromMs: record?.startAt,
    beaconCount: record?.beaconCount,
    droppedFieldCount: record?.droppedFieldCount,
    ...sketchCells("matchMs", record?.matchMs),
    ...sketchCells("ttfmMs", record?.ttfmMs),
    ...sketchCells("setupMs", record?.setupMs),
    ...sketchCells("reconnectMs", record?.reconnectMs),
    ...sketchCells("iceTries", record?.iceTries),
    iceKnownCount: record?.ice.knownCount,
    iceOkCount: record?.ice.yesCount,
    relayKnownCount: record?.relay.knownCount,
    relayCount: record?.relay.yesCount,
    turns443KnownCount: record?.turns443.knownCount,
    turns443Count: record?.turns443.yesCount,
    ...prefixed(
      "reason",
      KPI_REASONS,
      (reason) => record && (record.reasons[reason] ?? 0),
    ),
    ...prefixed(
      "step",
      FUNNEL_STEPS,
      (step) => record && (record.steps[step] ?? 0),
    ),
    unverifiedCount: record && (record.unverifiedCount ?? 0),
    callCount: record?.calls?.callCount,
    relayedNeededBytes: record?.calls?.relayedNeededBytes,
    relayedChosenBytes: record?.calls?.relayedChosenBytes,
  };
}

function kpiRow(record: KpiRecord | undefined): Row {
  return {
    received: momentCell(record?.receivedAtMs),
    receivedAtMs: record?.receivedAtMs,
    ts: record?.ts,
    skewMs: record?.skewMs,
    sessionId: record?.sessionId,
    pairId: record?.pairId,
    role: record?.role,
    matchMs: record?.matchMs,
    ttfmMs: record?.ttfmMs,
    reconnectMs: record?.reconnectMs,
    iceOk: record?.iceOk,
    iceTries: record?.iceTries,
    relay: record?.relay,
    turns443: record?.turns443,
    reason: record?.reason,
    droppedFieldCount: record?.droppedFieldCount,
    ...prefixed("funnelMs", FUNNEL_STEPS, (step) => record?.funnel?.[step]),
    isUnverified: record && record.isUnverified === true,
  };
}

function alertRow(record: Alert | undefined): Row {
  return {
    id: record?.id,
    kind: record?.kind,
    subject: record?.subject,
    title: record?.title,
    severity: record?.severity,
    unit: record?.unit,
    value: record?.value,
    worstValue: record?.worstValue,
    threshold: record?.threshold,
    started: momentCell(record?.startedAt),
    opened: momentCell(record?.openedAt),
    updated: momentCell(record?.updatedAt),
    acknowledged: momentCell(record?.acknowledgedAt),
    resolved: momentCell(record?.resolvedAt),
    resolvedBecause: record?.resolvedBecause,
  };
}

function sketchCells(name: string, plain: PlainSketch | undefined): Row {
  const sketch = plain && Sketch.fromPlain(plain);
  return {
    [`${name}_count`]: sketch?.count,
    [`${name}_sum`]: sketch?.sum,
    [`${name}_min`]: sketch?.min,
    [`${name}_p50`]: sketch?.quantile(0.5),
    [`${name}_p95`]: sketch?.quantile(0.95),
    [`${name}_p99`]: sketch?.quantile(0.99),
    [`${name}_max`]: sketch?.max,
  };
}

function prefixed<N extends string>(
  prefix: string,
  names: readonly N[],
  cellOf: (name: N) => Cell,
): Row {
  return Object.fromEntries(
    names.map((name) => [`${prefix}_${name}`, cellOf(name)]),
  );
}
