/**
 * Reads the dashboard's first figures, for the page as the server sends it.
 *
 * @module
 */

import { countLive } from "@/lib/kv/live_counts.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import type { Overview } from "@/lib/monitoring/overview.ts";
import { OVERVIEW_HOURS } from "@/lib/monitoring/overview.ts";
import { reportRtc } from "@/lib/monitoring/rtc_report.ts";
import type { Services } from "@/lib/services.ts";

/** Reads the same figures as the monitoring interface gives. */
export async function loadOverview(
  { store, now, httpMonitoring, rtcRecent }: Pick<
    Services,
    "store" | "now" | "httpMonitoring" | "rtcRecent"
  >,
): Promise<Overview> {
  const readAt = now();
  const [status, realtime, live, calls, alerts] = await Promise.all([
    httpMonitoring.status(),
    httpMonitoring.reader.realtime(),
    countLive(store),
    reportRtc({ store, rtcRecent }, { hourCount: OVERVIEW_HOURS, now: readAt }),
    readAlerts(store, { now: readAt, isOpenOnly: true }),
  ]);
  return { readAt, status, realtime, live, calls: calls.summary, alerts };
}
