/**
 * The HTTP metrics of this process under OpenTelemetry's names.
 *
 * @module
 */

import {
  counter,
  gauge,
  type MetricFamily,
  type Sample,
} from "@/lib/monitoring/core/exposition.ts";
import type { Histogram, HttpCounters } from "./counters.ts";
import type { FlushState } from "./flusher.ts";
import type { HttpRecorder } from "./recorder.ts";

/** Lists the metrics of HTTP traffic and of its monitoring. */
export function httpFamilies(
  recorder: HttpRecorder,
  state: FlushState,
): MetricFamily[] {
  return [
    histogram(recorder, {
      name: "http_server_request_duration_seconds",
      help: "Time from a request to the last byte of its response.",
      pick: ({ durationSeconds }) => durationSeconds,
    }),
    histogram(recorder, {
      name: "http_server_request_body_size_bytes",
      help: "Size of request bodies, as read; those without are left out.",
      pick: ({ requestBytes }) => requestBytes,
    }),
    histogram(recorder, {
      name: "http_server_response_body_size_bytes",
      help: "Size of response bodies, as sent.",
      pick: ({ responseBytes }) => responseBytes,
    }),
    gauge(
      "http_server_active_requests",
      "Requests whose response has not ended.",
      recorder.activeCount,
    ),
    gauge(
      "parley_flush_age_seconds",
      "How long metrics have been waiting to be written.",
      state.waitingMs / 1000,
    ),
    counter(
      "parley_dropped_total",
      "Requests whose metrics were lost.",
      state.droppedRequests,
    ),
    counter(
      "parley_flush_failures_total",
      "Flushes that failed and were tried again.",
      state.failures,
    ),
  ];
}

interface HistogramFamily {
  name: string;
  help: string;
  pick(counters: HttpCounters): Histogram;
}

function histogram(
  recorder: HttpRecorder,
  { name, help, pick }: HistogramFamily,
): MetricFamily {
  const samples = recorder.series.flatMap(({ labels, counters }) =>
    counters.flatMap((item) =>
      histogramSamples(pick(item), {
        http_request_method: labels.method,
        http_route: labels.route,
        http_response_status_code: String(item.status),
      })
    )
  );
  return { name, help, type: "histogram", samples };
}

function histogramSamples(
  { bounds, counts, sum }: Histogram,
  labels: Record<string, string>,
): Sample[] {
  let count = 0;
  const buckets = Array.from(counts, (bucketCount, i) => {
    count += bucketCount;
    const le = i < bounds.length ? String(bounds[i]) : "+Inf";
    return { suffix: "_bucket", labels: { ...labels, le }, value: count };
  });
  if (count === 0) return [];
  return [
    ...buckets,
    { suffix: "_sum", labels, value: sum },
    { suffix: "_count", labels, value: count },
  ];
}
