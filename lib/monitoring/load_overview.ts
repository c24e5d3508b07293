/**
 * Reads the dashboard's first overview, for the page as the server sends it.
 *
 * @module
 */

import { countLive } from "./live_counts.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import type { Overview } from "@/lib/monitoring/overview/overview.ts";
import { OVERVIEW_HOURS } from "@/lib/monitoring/overview/overview.ts";
import { reportRtc } from "@/lib/monitoring/calls/report.ts";
import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import type { HttpMonitoring } from "@/lib/monitoring/http/http_monitoring.ts";

/** Where an overview comes from. */
export interface OverviewDeps {
  /** Where alerts and roll-ups are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Counts requests. */
  httpMonitoring: Pick<HttpMonitoring, "reader" | "status">;
  /** Rolls up KPI beacons. */
  rtcRollUp: RtcRollUp;
}

/** Reads what the monitoring interface gives, without a request. */
export async function loadOverview(
  { store, now, httpMonitoring, rtcRollUp }: OverviewDeps,
): Promise<Overview> {
  const readAt = now();
  const [status, realtime, live, calls, alerts] = await Promise.all([
    httpMonitoring.status(),
    httpMonitoring.reader.realtime(),
    countLive(store),
    reportRtc(rtcRollUp, { hourCount: OVERVIEW_HOURS, now: readAt }),
    readAlerts(store, { now: readAt, isOpenOnly: true }),
  ]);
  return { readAt, status, realtime, live, calls: calls.summary, alerts };
}
