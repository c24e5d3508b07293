/**
 * Metrics of calls for Prometheus.
 *
 * They are gauges over the last hour and not counters: beacons of many
 * browsers end on whatever instance, and a scrape must not depend on which.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Sketch } from "@/lib/monitoring/core/sketch.ts";
import type {
  FamilySource,
  MetricFamily,
  Sample,
} from "@/lib/monitoring/core/exposition.ts";
import { RtcAggregate, type RtcMeasure } from "./aggregate.ts";
import type { CallTally } from "./call_tally.ts";
import { summarizeCalls } from "./summary.ts";
import type { RtcRollUp } from "./period_kind.ts";

const HOUR_MS = 3_600_000;

const QUANTILES = [0.5, 0.95, 0.99];

/**
 * Makes the source of the metrics of the calls of the last hour.
 *
 * @param deps The clock, and the price of a relayed gigabyte in US dollars.
 */
export function rtcFamilySource(
  rollUp: RtcRollUp,
  { now, costPerGb }: { now: Clock; costPerGb: () => Promise<number> },
): FamilySource {
  return async () => {
    const toMs = now() + 1;
    const lastHour = { fromMs: toMs - HOUR_MS, toMs };
    const aggregate = RtcAggregate.fromPlain(
      await rollUp.recent.read(lastHour),
    );
    return [
      ...rtcFamilies(aggregate),
      relayCost(aggregate.calls, await costPerGb()),
    ];
  };
}

const GB = 1e9;

function relayCost(calls: CallTally, costPerGb: number): MetricFamily {
  const cost = (bytes: number) => bytes / GB * costPerGb;
  return {
    name: "parley_relay_cost_dollars",
    help: "What relaying past calls cost, over the last hour.",
    type: "gauge",
    samples: calls.callCount === 0 ? [] : [
      { labels: { because: "needed" }, value: cost(calls.relayedNeededBytes) },
      { labels: { because: "chosen" }, value: cost(calls.relayedChosenBytes) },
    ],
  };
}

/** An aggregate as metric families; without values a family is empty. */
export function rtcFamilies(aggregate: RtcAggregate): MetricFamily[] {
  return [
    seconds(aggregate, "matchMs", {
      name: "parley_match_seconds",
      help: "Time to a partner, over the last hour.",
    }),
    seconds(aggregate, "ttfmMs", {
      name: "parley_first_media_seconds",
      help: "Time from the search to the first frame, over the last hour.",
    }),
    seconds(aggregate, "setupMs", {
      name: "parley_setup_seconds",
      help: "Time from a partner to the first frame, over the last hour.",
    }),
    seconds(aggregate, "reconnectMs", {
      name: "parley_reconnect_seconds",
      help: "Time to recover a broken path, over the last hour.",
    }),
    ratio(aggregate, "ice", {
      name: "parley_ice_success_ratio",
      help: "Share of calls that found a path, over the last hour.",
    }),
    ratio(aggregate, "relay", {
      name: "parley_relay_ratio",
      help: "Share of call sides over a TURN relay, over the last hour.",
    }),
    ...pastCallFamilies(aggregate.calls),
  ];
}

/** Calls whose records were closed; ids of calls and visitors are no labels. */
function pastCallFamilies(calls: CallTally): MetricFamily[] {
  const { qualityPct, verdicts, ...summary } = summarizeCalls(calls);
  return [
    {
      name: "parley_call_rtt_seconds",
      help: "Round trip of past calls, over the last hour.",
      type: "gauge",
      samples: quantiles(calls.rttMs, 1000),
    },
    {
      name: "parley_call_loss_ratio",
      help: "Share of packets that past calls lost, over the last hour.",
      type: "gauge",
      samples: quantiles(calls.lossPct, 100),
    },
    {
      name: "parley_call_quality_ratio",
      help: "Share of the time of past calls by level, over the last hour.",
      type: "gauge",
      samples: Object.entries(qualityPct).map(([quality, pct]) => ({
        labels: { quality },
        value: pct / 100,
      })),
    },
    {
      name: "parley_call_verdicts",
      help: "Past calls by where their trouble was, over the last hour.",
      type: "gauge",
      samples: Object.entries(verdicts).map(([place, value]) => ({
        labels: { place },
        value,
      })),
    },
    {
      name: "parley_relayed_bytes",
      help: "Bytes of past calls over relays, over the last hour.",
      type: "gauge",
      samples: summary.callCount === 0 ? [] : [
        { labels: { because: "needed" }, value: summary.relayedNeededBytes },
        { labels: { because: "chosen" }, value: summary.relayedChosenBytes },
      ],
    },
  ];
}

interface Naming {
  name: string;
  help: string;
}

function seconds(
  aggregate: RtcAggregate,
  measure: RtcMeasure,
  naming: Naming,
): MetricFamily {
  const samples = quantiles(aggregate.sketch(measure), 1000);
  return { ...naming, type: "gauge", samples };
}

/** The quantiles of some values, divided by what makes a base unit of them. */
function quantiles(sketch: Sketch, divisor: number): Sample[] {
  return QUANTILES.flatMap((q) => {
    const value = sketch.quantile(q);
    return value === undefined
      ? []
      : [{ labels: { quantile: String(q) }, value: value / divisor }];
  });
}

function ratio(
  aggregate: RtcAggregate,
  question: "ice" | "relay",
  naming: Naming,
): MetricFamily {
  const { yesCount, knownCount } = aggregate.share(question);
  const samples = knownCount === 0 ? [] : [{ value: yesCount / knownCount }];
  return { ...naming, type: "gauge", samples };
}
