/**
 * Reports on HTTP traffic, as admins read them.
 *
 * @module
 */

/** First digit of a status, as monitoring tools write it. */
export type StatusClass = "1xx" | "2xx" | "3xx" | "4xx" | "5xx";

/** All status classes, in order. */
export const STATUS_CLASSES: readonly StatusClass[] = [
  "1xx",
  "2xx",
  "3xx",
  "4xx",
  "5xx",
];

/** Totals of some requests; `null` where there were none to tell of. */
export interface HttpTotals {
  /** Requests answered. */
  totalRequests: number;
  /** Bytes of request bodies. */
  totalInbound: number;
  /** Bytes of response bodies. */
  totalOutbound: number;
  /** Mean time to the last byte, milliseconds. Event streams: to the headers. */
  avgResponseTime: number | null;
  /** Shortest such time, milliseconds. */
  minResponseTime: number | null;
  /** Longest such time, milliseconds. */
  maxResponseTime: number | null;
  /** Median, milliseconds, within 1 %. */
  p50Ms: number | null;
  /** 95th percentile, milliseconds, within 1 %. */
  p95Ms: number | null;
  /** 99th percentile, milliseconds, within 1 %. */
  p99Ms: number | null;
  /** Median time to the headers, milliseconds, within 1 %. */
  headersP50Ms: number | null;
  /** 95th percentile of the time to the headers, milliseconds, within 1 %. */
  headersP95Ms: number | null;
  /** Requests answered with 4xx or 5xx. */
  errorCount: number;
  /** Requests answered with 5xx. */
  serverErrorCount: number;
  /** Responses that the client did not take to the last byte. */
  abortedCount: number;
  /** Requests by status class. */
  statusClasses: Partial<Record<StatusClass, number>>;
}

/** Totals of one route and method. */
export interface EndpointReport extends HttpTotals {
  /** Route pattern, or one of the `__names__`. */
  endpoint: string;
  /** Method, or `_OTHER`. */
  method: string;
}

/** Totals of everything in a period. */
export interface HttpSummary extends HttpTotals {
  /** Bytes both ways. */
  totalBandwidth: number;
  /** Different visitors: exact up to 1,024, then ± 3.1 %. */
  visitors: number;
}

/** What happened in a period, in all and by route and method. */
export interface HttpReport {
  /** Everything together. */
  summary: HttpSummary;
  /** By route and method, most requests first. */
  endpoints: EndpointReport[];
}

/** What happened between two moments. */
export interface RealtimeReport extends HttpReport {
  /** First moment, Unix milliseconds. */
  from: number;
  /** Last moment, Unix milliseconds. */
  to: number;
}
