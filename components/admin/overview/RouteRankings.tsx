/**
 * The busiest and the slowest routes of the last five minutes.
 *
 * @module
 */

import { formatBytes, formatMs } from "@/lib/monitoring/overview/format.ts";
import type { RealtimeReport } from "@/lib/monitoring/overview/http_report.ts";
import {
  bandwidthOf,
  slowest,
  topByBytes,
  withoutOwnEndpoints,
} from "@/lib/monitoring/overview/overview.ts";
import { useIsAlive } from "../is_alive.ts";
import { RouteBars } from "../RouteBars.tsx";

const TOP = 6;

/** What the rankings show. */
export interface RouteRankingsProps {
  /** The last five minutes. */
  realtime: RealtimeReport;
  /** Whether what the desk itself asks for is shown, too. */
  hasOwn: boolean;
  /** Shows it, or leaves it out. */
  onOwn: (hasOwn: boolean) => void;
}

/** Two rankings. */
export function RouteRankings({ realtime, hasOwn, onOwn }: RouteRankingsProps) {
  const isAlive = useIsAlive();
  const shown = hasOwn ? realtime : withoutOwnEndpoints(realtime);
  return (
    <section class="rankings-box">
      <label class="own-switch">
        <input
          type="checkbox"
          disabled={!isAlive.value}
          checked={hasOwn}
          onChange={(event) => onOwn(event.currentTarget.checked)}
        />
        Show what this desk asks for, too
      </label>
      <div class="rankings">
        <RouteBars
          title="Most traffic"
          span="last 5 minutes"
          endpoints={topByBytes({ realtime: shown }, TOP)}
          measure={bandwidthOf}
          format={formatBytes}
        />
        <RouteBars
          title="Slowest, p95"
          span="last 5 minutes"
          endpoints={slowest({ realtime: shown }, TOP)}
          measure={(endpoint) => endpoint.p95Ms ?? 0}
          format={formatMs}
        />
      </div>
    </section>
  );
}
