/**
 * Metrics of calls for Prometheus.
 *
 * They are gauges over the last hour and not counters: beacons of many
 * browsers end on whatever instance, and a scrape must not depend on which.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type {
  FamilySource,
  MetricFamily,
} from "@/lib/monitoring/core/exposition.ts";
import { RtcAggregate, type RtcMeasure } from "./aggregate.ts";
import type { RtcRollUp } from "./period_kind.ts";

const HOUR_MS = 3_600_000;

const QUANTILES = [0.5, 0.95, 0.99];

/** Makes the source of the metrics of the calls of the last hour. */
export function rtcFamilySource(rollUp: RtcRollUp, now: Clock): FamilySource {
  return async () => {
    const toMs = now() + 1;
    const lastHour = { fromMs: toMs - HOUR_MS, toMs };
    return rtcFamilies(
      RtcAggregate.fromPlain(await rollUp.recent.read(lastHour)),
    );
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
  const sketch = aggregate.sketch(measure);
  const samples = QUANTILES.flatMap((q) => {
    const ms = sketch.quantile(q);
    return ms === undefined
      ? []
      : [{ labels: { quantile: String(q) }, value: ms / 1000 }];
  });
  return { ...naming, type: "gauge", samples };
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
