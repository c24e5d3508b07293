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
import { type DeskPast, loadDesk } from "@/lib/monitoring/now/load_desk.ts";
import {
  readTurnCostBy,
  readTurnToday,
  type TurnSource,
} from "@/lib/monitoring/now/turn_today.ts";
import type {
  DeskOverview,
  DeskValues,
} from "@/lib/monitoring/overview/desk.ts";

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
  settings: { turnPrice: { values(): Promise<TurnSource["price"]> } };
}

/** Reads the site at first sight. */
export async function loadOverview(
  { store, now, httpMonitoring, rtcRollUp, settings }: OverviewDeps,
): Promise<DeskOverview> {
  const readAt = now();
  const { rollUp: httpRollUp, reader } = httpMonitoring;
  const price = await settings.turnPrice.values();
  const [status, realtime, live, { alerts }, past, turn] = await Promise.all([
    httpMonitoring.status(),
    reader.realtime(),
    countLive(store),
    readAlerts(store, { now: readAt, isOpenOnly: true }),
    loadDesk({ store, httpRollUp, rtcRollUp, price }, readAt),
    readTurn({ rtcRollUp, price }, readAt),
  ]);
  return {
    readAt,
    status,
    realtime,
    live,
    alerts,
    turnToday: turn.today,
    ...withTurnCost(past, turn),
  };
}

const DAY_MS = 24 * 3_600_000;

async function readTurn(source: TurnSource, now: number) {
  const [today, yesterdayUsd, lastWeekUsd] = await Promise.all([
    readTurnToday(source, now),
    readTurnCostBy(source, now - DAY_MS),
    readTurnCostBy(source, now - 7 * DAY_MS),
  ]);
  return { today, yesterdayUsd, lastWeekUsd };
}

/** Money is told of the day so far, where all else is told of an hour. */
function withTurnCost(
  { now, yesterday, lastWeek, course }: DeskPast,
  { today, yesterdayUsd, lastWeekUsd }: Awaited<ReturnType<typeof readTurn>>,
): DeskPast {
  const todayUsd = today.neededUsd + today.chosenUsd;
  return {
    now: withCost(now, todayUsd),
    yesterday: withCost(yesterday, yesterdayUsd),
    lastWeek: withCost(lastWeek, lastWeekUsd),
    course,
  };
}

function withCost(
  { turnCostUsd: _, ...values }: DeskValues,
  costUsd: number | undefined,
): DeskValues {
  return costUsd === undefined ? values : { ...values, turnCostUsd: costUsd };
}
