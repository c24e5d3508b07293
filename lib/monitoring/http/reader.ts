/**
 * Answers admins' questions about HTTP traffic.
 *
 * @module
 */

import { within } from "@/lib/within.ts";
import type { Clock } from "@/lib/clock.ts";
import { MINUTE_MS } from "./buffer.ts";
import type { HttpFlusher } from "./flusher.ts";
import type {
  EndpointReport,
  HttpSummary,
  RealtimeReport,
} from "@/lib/monitoring/overview/http_report.ts";
import { reportPeriod, summarizePeriod } from "./report.ts";
import type { HttpRollUp } from "./period_kind.ts";
import type { Peak } from "./period.ts";
import {
  periodStart,
  type TierName,
  TIERS,
} from "@/lib/monitoring/core/tiers.ts";

/** The span that "now" means on the dashboard, milliseconds. */
const REALTIME_MS: number = 5 * MINUTE_MS;

/**
 * Periods up to which each one is told by route and method: a week of hours.
 * Beyond, the answer would take tens of megabytes.
 */
const MAX_DETAILED_PERIODS = 168;

/**
 * How long an answer waits for what this process counted to be written,
 * milliseconds. A commit takes some ten; at a database that another process
 * keeps locked it takes five seconds, and fails.
 */
const FLUSH_PATIENCE_MS = 2_000;

/** What happened in one period of a series of them. */
export interface PeriodReport {
  /** Everything together. */
  summary: HttpSummary;
  /** By route and method; only with {@link MAX_DETAILED_PERIODS} at most. */
  endpoints?: EndpointReport[];
  /** Its start, Unix milliseconds. */
  startAt: number;
  /** Its end, Unix milliseconds. */
  endAt: number;
  /** Whether it is over. */
  isComplete: boolean;
}

/** One day, UTC. */
export interface DayReport extends PeriodReport {
  /** The hour with the most requests, the first of equals. */
  peakHour: Peak | null;
  /** Different visitors: exact up to 1,024, then ± 3.1 %. */
  uniqueUsers: number;
}

/** A series of periods; those without any traffic are not in it. */
export interface Timeline<P extends PeriodReport> {
  /** Start of the first period, Unix milliseconds. */
  from: number;
  /** Now, Unix milliseconds. */
  to: number;
  /** The periods, oldest first. */
  periods: P[];
}

/** What {@link HttpReader} needs from outside. */
export interface HttpReaderDeps {
  /** Wall clock. */
  now: Clock;
  /** Brings in what this process has not written yet. */
  flusher: HttpFlusher;
  /** Brings periods up to date. */
  rollUp: HttpRollUp;
  /** How long an answer waits for the flusher, milliseconds. Default 2,000. */
  flushPatienceMs?: number;
}

/**
 * Reports on traffic, the running hour and the last second included. Other
 * instances' last second may be missing, and so may what this process could not
 * write within two seconds: it stays in memory, and `HttpStatus` tells how much
 * that is.
 */
export class HttpReader {
  readonly #deps: HttpReaderDeps;
  #realtime: Promise<RealtimeReport> | null = null;

  /** Reads from what `deps` names. */
  constructor(deps: HttpReaderDeps) {
    this.#deps = deps;
  }

  /**
   * Reports on the last five minutes, by route and method. Whoever asks while
   * the answer is being worked out gets the same one.
   */
  realtime(): Promise<RealtimeReport> {
    return this.#realtime ??= this.#readRealtime().finally(() => {
      this.#realtime = null;
    });
  }

  async #readRealtime(): Promise<RealtimeReport> {
    const { now, rollUp } = this.#deps;
    await this.#flushInTime();
    const to = now();
    const from = to - REALTIME_MS;
    // Another instance's clock may be a little ahead.
    const span = { fromMs: from, toMs: to + MINUTE_MS };
    return { ...reportPeriod(await rollUp.recent.read(span)), from, to };
  }

  /** Reports on the last hours one by one, the running one included. */
  hourly(hourCount: number): Promise<Timeline<PeriodReport>> {
    return this.#timeline("hour", hourCount, (report) => report);
  }

  /** Reports on the last days (UTC) one by one, the running one included. */
  daily(dayCount: number): Promise<Timeline<DayReport>> {
    return this.#timeline("day", dayCount, (report, peak) => ({
      ...report,
      peakHour: peak,
      uniqueUsers: report.summary.visitors,
    }));
  }

  async #timeline<P extends PeriodReport>(
    tier: TierName,
    count: number,
    finish: (report: PeriodReport, peak: Peak | null) => P,
  ): Promise<Timeline<P>> {
    const { now, rollUp } = this.#deps;
    await this.#flushInTime();
    const { lengthMs } = TIERS[tier];
    const to = now();
    const last = periodStart(tier, to);
    const from = last - (count - 1) * lengthMs;
    const periods: P[] = [];
    const span = { fromMs: from, toMs: last + lengthMs };
    for await (const period of rollUp.periods(tier, span)) {
      const { startAt, peak } = period;
      const endAt = startAt + lengthMs;
      const isComplete = endAt <= to;
      const report = count <= MAX_DETAILED_PERIODS
        ? reportPeriod(period)
        : { summary: summarizePeriod(period) };
      periods.push(finish({ startAt, endAt, isComplete, ...report }, peak));
    }
    return { from, to, periods };
  }

  async #flushInTime(): Promise<void> {
    const { flusher, flushPatienceMs = FLUSH_PATIENCE_MS } = this.#deps;
    await within(flusher.flushIfDue(), flushPatienceMs);
  }
}
