import { deepEqual, equal } from "node:assert/strict";
import type { Job } from "@/lib/job.ts";
import { HttpObserver } from "@/lib/monitoring/alerts/http_observer.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import { createSettings } from "@/lib/app/site_settings.ts";
import { monitoringJobs } from "@/lib/monitoring/jobs.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { readOpenAlerts } from "@/lib/monitoring/alerts/alert_change.ts";
import { commitCondition } from "@/lib/monitoring/alerts/alert_store.ts";
import { CALL_ALERT_KINDS } from "@/lib/monitoring/alerts/call_conditions.ts";
import { readLiveMinutes } from "@/lib/monitoring/now/live_minutes.ts";
import { makePair, testServices } from "@/tests/helpers.ts";
import { addAlert } from "./alerts/made_alerts.ts";

const MINUTE_MS = 60_000;

function jobNamed(jobs: readonly Job[], name: string): Job {
  return jobs.find((job) => job.name === name)!;
}

type Services = Awaited<ReturnType<typeof testServices>>;

function answer(services: Services, status: number, count: number): void {
  const { recorder } = services.httpMonitoring;
  for (let i = 0; i < count; i++) {
    recorder.record(
      recorder.seriesOf({ route: "/api/rtc/offer", method: "POST", status }),
      {
        status,
        headersMs: 5,
        durationMs: 6,
        bytesIn: 10,
        bytesOut: 100,
        bodyBytes: 100,
        isAborted: false,
        anonId: null,
      },
    );
  }
}

Deno.test("monitoringJobs() raises, tells and resolves from real traffic", async () => {
  using services = await testServices({
    ALERT_RAISE_SECONDS: "60",
    ALERT_RESOLVE_SECONDS: "60",
    ALERT_WEBHOOK_URL: "https://hook.example/",
  });
  const { store, clock } = services;
  const told: string[] = [];
  const jobs = monitoringJobs({
    ...services,
    fetch: (_url, { body }) => {
      told.push(JSON.parse(String(body)).event);
      return Promise.resolve(new Response());
    },
  });
  const round = jobNamed(jobs, "evaluate alerts");
  for (let minute = 0; minute < 20; minute++) {
    const isBroken = minute < 5;
    answer(services, isBroken ? 503 : 204, 30);
    await services.httpMonitoring.flush();
    await round.run();
    clock.advance(MINUTE_MS);
  }
  const { alerts } = await readAlerts(store, {
    now: clock.ms,
    isOpenOnly: false,
  });
  deepEqual(
    alerts.map(({ kind, subject, severity, resolvedBecause }) => [
      kind,
      subject,
      severity,
      resolvedBecause,
    ]).toSorted(),
    [
      ["http-error-rate", "POST /api/rtc/offer", "critical", "recovered"],
      ["http-error-rate", "all", "critical", "recovered"],
    ],
  );
  equal(told.join(), "alert.raised,alert.raised,alert.resolved,alert.resolved");
});

Deno.test("monitoringJobs() tells once of a crowd of poor calls", async () => {
  using services = await testServices({
    ALERT_RAISE_SECONDS: "0",
    ALERT_WEBHOOK_URL: "https://hook.example/",
  });
  const { store, callWatch } = services;
  const told: string[] = [];
  const jobs = monitoringJobs({
    ...services,
    fetch: (_url, { body }) => {
      told.push(JSON.parse(String(body)).alert.kind);
      return Promise.resolve(new Response());
    },
  });
  const slow: CallStats[] = [{ rttMs: 900 }];
  const poor: CallStats[] = [{ quality: "poor" }];
  for (let i = 0; i < 12; i++) {
    const pairId = `p${i}`;
    const [callerId, calleeId] = [`${pairId}1`, `${pairId}2`];
    await makePair(services, { pairId, callerId, calleeId });
    await callWatch.look(pairId, slow, () => Promise.resolve(slow));
  }
  await jobNamed(jobs, "evaluate alerts").run();
  deepEqual(told, []);
  for (let i = 0; i < 12; i++) {
    await callWatch.look(`p${i}`, poor, () => Promise.resolve(poor));
  }
  for (let minute = 0; minute < 2; minute++) {
    await jobNamed(jobs, "evaluate alerts").run();
    services.clock.advance(MINUTE_MS);
  }
  deepEqual(told, ["poor-calls"]);
  equal((await readOpenAlerts(store)).length, 25);
});

Deno.test("monitoringJobs() tells of old trouble also when it cannot look for new", async () => {
  using services = await testServices({
    ALERT_RAISE_SECONDS: "0",
    ALERT_WEBHOOK_URL: "https://hook.example/",
  });
  let told = 0;
  let isDown = true;
  const deps = {
    ...services,
    fetch: () => {
      told++;
      return Promise.resolve(
        new Response(null, { status: isDown ? 500 : 200 }),
      );
    },
  };
  answer(services, 500, 30);
  await jobNamed(monitoringJobs(deps), "evaluate alerts").run();
  equal(told > 0, true);
  isDown = false;
  told = 0;
  services.clock.advance(10 * MINUTE_MS);
  const broken = {
    ...deps,
    httpMonitoring: {
      rollUp: services.httpMonitoring.rollUp,
      reader: { realtime: () => Promise.reject(new Error("store down")) },
    },
  };
  await jobNamed(monitoringJobs(broken), "evaluate alerts").run()
    .then(() => equal(true, false, "the failure is the scheduler's to log"))
    .catch((error) => equal(error.message, "store down"));
  equal(told, 2);
});

Deno.test("HttpObserver sees every hour, rolled up or not, quiet ones too", async () => {
  using services = await testServices();
  const { store, clock, now, httpMonitoring } = services;
  answer(services, 200, 7);
  await httpMonitoring.flush();
  clock.advance(3 * 60 * MINUTE_MS);
  answer(services, 500, 2);
  await httpMonitoring.flush();
  clock.advance(65 * MINUTE_MS);
  const observer = new HttpObserver({
    store,
    now,
    reader: httpMonitoring.reader,
  });
  const { hours } = await observer.observe();
  deepEqual([...hours.values()], [
    { requestCount: 7, errorCount: 0, sizeBytes: 770 },
    { requestCount: 0, errorCount: 0, sizeBytes: 0 },
    { requestCount: 0, errorCount: 0, sizeBytes: 0 },
    { requestCount: 2, errorCount: 2, sizeBytes: 220 },
  ]);
});

Deno.test("monitoringJobs() go by thresholds set a moment ago, on each instance", async () => {
  using services = await testServices({ ALERT_RAISE_SECONDS: "0" });
  const { store, clock, settings } = services;
  const round = jobNamed(monitoringJobs(services), "evaluate alerts");
  const thresholds = async () => {
    answer(services, 503, 30);
    await services.httpMonitoring.flush();
    await round.run();
    clock.advance(MINUTE_MS);
    const { alerts } = await readAlerts(store, {
      now: clock.ms,
      isOpenOnly: true,
    });
    return alerts.filter(({ subject }) => subject === "all")
      .map(({ kind, threshold }) => `${kind} ${threshold}`);
  };
  // Set by another instance: this one reads it when it looks.
  const other = createSettings(services).alerts;
  await other.change({ ALERT_HTTP_ERROR_PCT: 100 });
  deepEqual(await thresholds(), []);
  await other.change({ ALERT_HTTP_ERROR_PCT: 60 });
  deepEqual(await thresholds(), ["http-error-rate 60"]);
  await settings.alerts.change({ ALERT_HTTP_ERROR_PCT: null });
  equal((await settings.alerts.values()).ALERT_HTTP_ERROR_PCT, 5);
});

Deno.test("monitoringJobs() notes each minute who is there, and what is wrong with the site", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const note = jobNamed(monitoringJobs(services), "note who is there");
  await note.run();
  clock.advance(30_000);
  await note.run();
  clock.advance(MINUTE_MS);
  const at = clock.ms;
  await addAlert(store, { at, isOpen: true, subject: "GET /chat" });
  await addAlert(store, { at: at + 1, subject: "GET /" });
  // Not yet one: it has to last first.
  await commitCondition(store, {
    kind: "http-latency",
    subject: "GET /slow",
    versionstamp: null,
    state: { phase: "pending", sinceMs: at, seenAtMs: at },
  }, at);
  const kind = CALL_ALERT_KINDS.rtt;
  await addAlert(store, { at: at + 2, isOpen: true, subject: "p", kind });
  await note.run();
  const span = { fromMs: clock.ms - 3_600_000, toMs: clock.ms + 1 };
  const minutes = await readLiveMinutes(store, span);
  deepEqual(minutes.map(({ callCount }) => callCount), [0, 0]);
  deepEqual(minutes.map(({ openAlertCount }) => openAlertCount), [0, 1]);
});
