/**
 * What monitoring does by the clock: rolls up what was recorded, looks for
 * trouble, and tells of it.
 *
 * @module
 */

import { adoptOlder } from "./adopt_older.ts";
import { countLive } from "./live_counts.ts";
import type { Clock } from "@/lib/clock.ts";
import type { Job } from "@/lib/job.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import { evaluateAlerts } from "@/lib/monitoring/alerts/evaluate_alerts.ts";
import { httpReadings } from "@/lib/monitoring/alerts/http_conditions.ts";
import { HttpObserver } from "@/lib/monitoring/alerts/http_observer.ts";
import type { CallWatch } from "@/lib/monitoring/alerts/call_watch.ts";
import { closeRecords } from "@/lib/monitoring/records/close_records.ts";
import {
  listCallConditions,
  listConditions,
} from "@/lib/monitoring/alerts/alert_store.ts";
import { CALL_ALERT_KINDS } from "@/lib/monitoring/alerts/call_conditions.ts";
import {
  poorCallsReading,
  RTC_WINDOW_MS,
  rtcReadings,
} from "@/lib/monitoring/alerts/rtc_conditions.ts";
import { rulesOf } from "@/lib/monitoring/alerts/rules.ts";
import {
  type AlertFigureName,
  type AlertSettings,
  withAlertFigures,
} from "@/lib/monitoring/alerts/settings.ts";
import {
  type Fetch,
  sendDueMessages,
} from "@/lib/monitoring/alerts/webhook.ts";
import type { KeptFigures } from "@/lib/settings/kept_figures.ts";
import { noteLiveMinute } from "@/lib/monitoring/now/live_minutes.ts";
import type { HttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import type { HttpReader } from "@/lib/monitoring/http/reader.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";

/** What the jobs need. */
export interface MonitoringJobsDeps {
  /** Settings. */
  config: { alerts: AlertSettings };
  /** What admins have set over them. */
  settings: { alerts: Pick<KeptFigures<AlertFigureName>, "values"> };
  /** Where metrics and alerts are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /** Rolls HTTP traffic up, and reports on it. */
  httpMonitoring: {
    rollUp: Pick<HttpRollUp, "run">;
    reader: Pick<HttpReader, "realtime">;
  };
  /** Rolls up KPI beacons. */
  rtcRollUp: RtcRollUp;
  /** Closes alerts about calls that have ended. */
  callWatch: Pick<CallWatch, "end">;
  /** Makes ids and jitter. Default `Math.random`. */
  random?: () => number;
  /** Sends to the webhook. Default `fetch`. */
  fetch?: Fetch;
}

/** Lists the jobs of monitoring. */
export function monitoringJobs(deps: MonitoringJobsDeps): Job[] {
  return [
    {
      name: "roll up requests",
      schedule: "* * * * *",
      async run() {
        await deps.httpMonitoring.rollUp.run();
      },
    },
    {
      name: "roll up calls",
      schedule: "* * * * *",
      async run() {
        await adoptOlder(deps.store, deps.now());
        await deps.rtcRollUp.run();
      },
    },
    {
      name: "note who is there",
      schedule: "* * * * *",
      async run() {
        await noteWhoIsThere(deps);
      },
    },
    {
      name: "close records of calls",
      schedule: "* * * * *",
      async run() {
        const { store, now, callWatch: watch } = deps;
        await closeRecords({ store, now, watch });
      },
    },
    { name: "evaluate alerts", schedule: "* * * * *", run: alertRound(deps) },
  ];
}

async function noteWhoIsThere(
  { store, now }: Pick<MonitoringJobsDeps, "store" | "now">,
): Promise<void> {
  let openAlertCount = 0;
  for await (const { state } of listConditions(store)) {
    if (state.phase === "open") openAlertCount++;
  }
  const counts = { ...await countLive(store), openAlertCount };
  await noteLiveMinute(store, counts, now());
}

async function countPoorCalls(
  store: Store,
): Promise<{ callCount: number; poorCount: number }> {
  const { callCount } = await countLive(store);
  let poorCount = 0;
  for await (const { kind, state } of listCallConditions(store)) {
    const isPoor = kind === CALL_ALERT_KINDS.quality;
    if (isPoor && state.phase === "open") poorCount++;
  }
  return { callCount, poorCount };
}

function alertRound(deps: MonitoringJobsDeps): () => Promise<void> {
  const { config: { alerts }, store, now, log } = deps;
  const random = deps.random ?? Math.random;
  const { webhookUrl: url, webhookSecret: secret } = alerts;
  const { reader } = deps.httpMonitoring;
  const observer = new HttpObserver({ store, reader, now });

  async function evaluate(): Promise<void> {
    const atMs = now();
    const figures = await deps.settings.alerts.values();
    const settings = withAlertFigures(alerts, figures);
    const recent = { fromMs: atMs - RTC_WINDOW_MS, toMs: atMs + 1 };
    const readings = [
      ...httpReadings(await observer.observe(), settings),
      ...rtcReadings(
        RtcAggregate.fromPlain(await deps.rtcRollUp.recent.read(recent)),
        settings,
      ),
      poorCallsReading(await countPoorCalls(store), settings),
    ];
    const tally = await evaluateAlerts(
      { store, now: atMs, random, hasWebhook: url !== undefined },
      rulesOf(settings),
      readings,
    );
    if (tally.raisedCount + tally.resolvedCount > 0) {
      log.info("alerts changed", { ...tally });
    }
  }

  return async function runAlertRound() {
    try {
      await evaluate();
    } finally {
      // What was found earlier is told even when looking fails now.
      if (url !== undefined) {
        const fetch = deps.fetch ?? globalThis.fetch;
        await sendDueMessages({ store, log, now, random, fetch, url, secret });
      }
    }
  };
}
