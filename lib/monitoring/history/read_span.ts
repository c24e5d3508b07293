/**
 * Reads a span of the past, period by period, and all of it together.
 *
 * @module
 */

import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import { type Span, TIERS } from "@/lib/monitoring/core/tiers.ts";
import { HttpPeriodMerger } from "@/lib/monitoring/http/period.ts";
import type { HttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import { summarizePeriod } from "@/lib/monitoring/http/report.ts";
import { pctOf } from "@/lib/monitoring/overview/format.ts";
import type {
  HistoryRow,
  HistoryStep,
  HistoryTotals,
} from "@/lib/monitoring/overview/history.ts";
import {
  callCountOf,
  httpValues,
  type PeriodValues,
  priceOf,
  relayedBytesOf,
  rtcValues,
  withoutOwn,
} from "./period_values.ts";

import type { TurnPrice } from "./turn_price.ts";

/** Where the past is read from. */
export interface HistorySource {
  /** Requests. */
  httpRollUp: Pick<HttpRollUp, "periods">;
  /** Calls. */
  rtcRollUp: Pick<RtcRollUp, "periods">;
  /** Current time, Unix milliseconds. */
  now: number;
  /** Whether what admins asked for counts, too. */
  hasOwn: boolean;
  /** What relaying costs. */
  price: TurnPrice;
}

/** What was read of a span. */
export interface ReadSpan {
  /** Every period of the span; of one that nobody counted nothing is known. */
  rows: HistoryRow[];
  /** All of it together. */
  totals: HistoryTotals;
}

/** Reads a span that begins with a whole period. */
export async function readSpan(
  source: HistorySource,
  step: HistoryStep,
  span: Span,
): Promise<ReadSpan> {
  const { lengthMs } = TIERS[step];
  const values = new Map<number, PeriodValues>();
  for (let at = span.fromMs; at < span.toMs; at += lengthMs) values.set(at, {});
  const totals = {
    ...await readHttp(source, step, span, values),
    ...await readRtc(source, step, span, values),
  };
  const rows = [...values].map(([startAt, values]) => ({
    startAt,
    values: startAt + lengthMs > source.now ? withoutCounts(values) : values,
  }));
  return { rows, totals };
}

/** What is counted of a running period would look like a fall. */
function withoutCounts(values: PeriodValues): PeriodValues {
  const { callCount: _, visitorCount: __, ...others } = values;
  return others;
}

type Values = Map<number, PeriodValues>;

async function readHttp(
  { httpRollUp, now, hasOwn }: HistorySource,
  step: HistoryStep,
  span: Span,
  values: Values,
) {
  const total = new HttpPeriodMerger(span.fromMs);
  for await (const stored of httpRollUp.periods(step, span)) {
    const period = hasOwn ? stored : withoutOwn(stored);
    const { startAt } = period;
    const endAt = Math.min(startAt + TIERS[step].lengthMs, now);
    // Who only looked at the dashboard was no visitor, but the site was up.
    values.set(startAt, {
      callCount: 0,
      ...httpValues(period, Math.max(1, endAt - startAt)),
    });
    total.addPeriod(period);
  }
  const summary = summarizePeriod(total.toPeriod());
  const { totalRequests, totalBandwidth, serverErrorCount, p95Ms } = summary;
  return {
    requestCount: totalRequests,
    sizeBytes: totalBandwidth,
    visitorCount: summary.visitors,
    ...defined("serverErrorPct", pctOf(serverErrorCount, totalRequests)),
    ...defined("answerP95Ms", p95Ms ?? undefined),
  };
}

async function readRtc(
  { rtcRollUp, price }: HistorySource,
  step: HistoryStep,
  span: Span,
  values: Values,
) {
  const total = new RtcAggregate();
  for await (const period of rtcRollUp.periods(step, span)) {
    const { startAt } = period;
    values.set(startAt, {
      ...values.get(startAt),
      ...rtcValues(period, price),
    });
    total.addPlain(period);
  }
  const summary = summarizeRtc(total);
  const relayedBytes = relayedBytesOf(summary);
  return {
    callCount: callCountOf(summary),
    ...defined("firstMediaP95Ms", summary.ttfmMs.p95),
    ...defined("matchP95Ms", summary.matchMs.p95),
    ...defined("iceSuccessPct", summary.iceSuccessPct),
    ...defined("relayPct", summary.relayPct),
    ...defined("relayedBytes", relayedBytes),
    ...defined("turnCostUsd", priceOf(relayedBytes, price)),
  };
}

function defined<Name extends string>(
  name: Name,
  value: number | undefined,
): { [N in Name]?: number } {
  return value === undefined
    ? {}
    : { [name]: value } as { [N in Name]?: number };
}
