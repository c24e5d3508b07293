/**
 * The site in a dozen figures: how many people, how well, how much.
 *
 * @module
 */

import {
  formatBytes,
  formatCount,
  formatMs,
  formatPct,
  formatRate,
  pctOf,
} from "@/lib/monitoring/overview/format.ts";
import {
  type Overview,
  requestRate,
} from "@/lib/monitoring/overview/overview.ts";
import { Trend } from "./Trend.tsx";

/** What the figures are of. */
export interface FiguresProps {
  /** The site now. */
  overview: Overview;
  /** The site at earlier looks, oldest first, the latest last. */
  past: readonly Overview[];
  /** How far back the lines go, milliseconds. */
  spanMs: number;
}

/** Two large figures with their recent course, and the others in a row. */
export function Figures({ overview, past, spanMs }: FiguresProps) {
  const { live, calls, realtime: { summary } } = overview;
  const trendOf = (pick: (look: Overview) => number) => (
    <Trend
      points={past.map((look) => ({ atMs: look.readAt, value: pick(look) }))}
      spanMs={spanMs}
    />
  );
  return (
    <section class="figures" aria-label="The site now">
      <div class="figure-large">
        <strong>{formatCount(live.callCount)}</strong>
        <span>{live.callCount === 1 ? "call" : "calls"}</span>
        {trendOf((look) => look.live.callCount)}
      </div>
      <div class="figure-large">
        <strong>{formatCount(live.waitingCount)}</strong>
        <span>waiting</span>
        {trendOf((look) => look.live.waitingCount)}
      </div>
      <div class="figure-large">
        <strong>{formatRate(requestRate(overview))}</strong>
        <span>requests</span>
        {trendOf(requestRate)}
      </div>
      <dl class="figure-row">
        <Figure name="First media, p95" value={formatMs(calls.ttfmMs.p95)} />
        <Figure name="Match time, p95" value={formatMs(calls.matchMs.p95)} />
        <Figure name="ICE success" value={formatPct(calls.iceSuccessPct)} />
        <Figure name="Over relay" value={formatPct(calls.relayPct)} />
        <Figure name="Answers, p95" value={formatMs(summary.p95Ms)} />
        <Figure
          name="Server errors"
          value={formatPct(
            pctOf(summary.serverErrorCount, summary.totalRequests),
          )}
        />
        <Figure name="Sent" value={formatBytes(summary.totalOutbound)} />
        <Figure name="Received" value={formatBytes(summary.totalInbound)} />
      </dl>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
