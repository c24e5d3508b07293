/**
 * Looks at HTTP traffic for the alerts: the last minutes, and the hours to
 * compare them with.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { SETTLE_MS } from "@/lib/monitoring/core/recent_minutes.ts";
import type { HttpReader } from "@/lib/monitoring/http/reader.ts";
import type {
  EndpointReport,
  HttpTotals,
} from "@/lib/monitoring/overview/http_report.ts";
import { createHttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import type { HttpPeriod } from "@/lib/monitoring/http/period.ts";
import type { HttpObservation, HttpTraffic } from "./http_conditions.ts";

const HOUR_MS = 3600_000;
const HISTORY_HOURS = 14 * 24;

/** What an observer needs. */
export interface HttpObserverDeps {
  /** Where the roll-ups are. */
  store: Store;
  /** Reports on the last minutes. */
  reader: Pick<HttpReader, "realtime">;
  /** Tells the time. */
  now: Clock;
}

/** Observes HTTP traffic; two weeks of hours are read once an hour only. */
export class HttpObserver {
  readonly #deps: HttpObserverDeps;
  #hours: { untilMs: number; traffic: HttpObservation["hours"] } = {
    untilMs: -1,
    traffic: new Map(),
  };

  /** Makes an observer that has read nothing yet. */
  constructor(deps: HttpObserverDeps) {
    this.#deps = deps;
  }

  /** Observes this moment. */
  async observe(): Promise<HttpObservation> {
    const { summary, endpoints, from, to } = await this.#deps.reader.realtime();
    return {
      windowMs: to - from,
      total: toTraffic(summary),
      routes: new Map(endpoints.map((e) => [nameOf(e), toTraffic(e)])),
      hours: await this.#readHours(),
    };
  }

  async #readHours(): Promise<HttpObservation["hours"]> {
    const { store, now } = this.#deps;
    const atMs = now();
    const untilMs = Math.floor((atMs - SETTLE_MS) / HOUR_MS) * HOUR_MS;
    if (untilMs === this.#hours.untilMs) return this.#hours.traffic;
    const traffic = new Map<number, Omit<HttpTraffic, "p95Ms">>();
    const span = { fromMs: untilMs - HISTORY_HOURS * HOUR_MS, toMs: untilMs };
    // Not only what is stored: after a pause the roll-up may come later.
    const rollUp = createHttpRollUp(store, now);
    for await (const period of rollUp.periods("hour", span)) {
      traffic.set(period.startAt, sumOf(period));
    }
    const filled = fillGaps(traffic, untilMs);
    this.#hours = { untilMs, traffic: filled };
    return filled;
  }
}

/** An hour that nothing is stored of had no request. */
function fillGaps<F>(
  traffic: ReadonlyMap<number, F>,
  untilMs: number,
): Map<number, F | typeof NOTHING> {
  const filled = new Map<number, F | typeof NOTHING>();
  const [firstHour = untilMs] = traffic.keys();
  for (let hour = firstHour; hour < untilMs; hour += HOUR_MS) {
    filled.set(hour, traffic.get(hour) ?? NOTHING);
  }
  return filled;
}

const NOTHING = { requestCount: 0, errorCount: 0, sizeBytes: 0 };

function sumOf({ series }: HttpPeriod): Omit<HttpTraffic, "p95Ms"> {
  const sum = { ...NOTHING };
  for (const { requests, statusClass, bytesIn, bytesOut } of series) {
    sum.requestCount += requests;
    sum.sizeBytes += bytesIn + bytesOut;
    if (statusClass === "5xx") sum.errorCount += requests;
  }
  return sum;
}

/** Headers, not the last byte: a visitor's slow line is not our slowness. */
function toTraffic(report: HttpTotals): HttpTraffic {
  return {
    requestCount: report.totalRequests,
    errorCount: report.serverErrorCount,
    sizeBytes: report.totalInbound + report.totalOutbound,
    p95Ms: report.headersP95Ms ?? undefined,
  };
}

function nameOf({ method, endpoint }: EndpointReport): string {
  return `${method} ${endpoint}`;
}
