/**
 * Reads the site at first sight: what is now, and what was stored.
 *
 * @module
 */

import { countLive } from "./live_counts.ts";
import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import type { HttpMonitoring } from "@/lib/monitoring/http/http_monitoring.ts";
import { loadDesk } from "@/lib/monitoring/now/load_desk.ts";
import {
  readTurnToday,
  type TurnSource,
} from "@/lib/monitoring/now/turn_today.ts";
import type { DeskOverview } from "@/lib/monitoring/overview/desk.ts";

/** Where an overview comes from. */
export interface OverviewDeps {
  /** Where alerts and roll-ups are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Counts requests. */
  httpMonitoring: Pick<HttpMonitoring, "reader" | "rollUp" | "status">;
  /** Rolls up KPI beacons. */
  rtcRollUp: RtcRollUp;
  /** What relaying costs. */
  settings: TurnSource["settings"];
}

/** Reads the site at first sight. */
export async function loadOverview(
  { store, now, httpMonitoring, rtcRollUp, settings }: OverviewDeps,
): Promise<DeskOverview> {
  const readAt = now();
  const { rollUp: httpRollUp, reader } = httpMonitoring;
  const [status, realtime, live, alerts, past, turnToday] = await Promise.all([
    httpMonitoring.status(),
    reader.realtime(),
    countLive(store),
    readAlerts(store, { now: readAt, isOpenOnly: true }),
    loadDesk({ store, httpRollUp, rtcRollUp }, readAt),
    readTurnToday({ rtcRollUp, settings }, readAt),
  ]);
  return { readAt, status, realtime, live, alerts, turnToday, ...past };
}
